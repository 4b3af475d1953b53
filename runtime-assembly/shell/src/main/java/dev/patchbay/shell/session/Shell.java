package dev.patchbay.shell.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shell, with its thread. It ends when its user exits, at the end of its input, and when it is closed. All methods may be called
 * from any thread.
 */
final class Shell {

    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);

    /** The terminal of a client. */
    record Screen(String type, int columns, int rows) {}

    private final long id;
    private final String caller;
    private final CommandProcessor processor;
    private final Surroundings surroundings;
    private final Optional<Screen> screen;
    private final ShellInput input = new ShellInput();
    private final ShellOutput output;
    private final Thread thread;
    private volatile TerminalConsole console;
    private volatile CommandSession session;
    private volatile boolean closed;

    /**
     * Creates a shell.
     *
     * @param caller who has opened it, in words
     * @param screen the terminal of the client; empty if it has none
     * @param ended  runs when the shell has ended
     */
    Shell(
            long id,
            String caller,
            CommandProcessor processor,
            Surroundings surroundings,
            Optional<Screen> screen,
            ShellClient client,
            Runnable ended) {
        this.id = id;
        this.caller = caller;
        this.processor = processor;
        this.surroundings = surroundings;
        this.screen = screen;
        this.output = new ShellOutput(client, "patchbay-shell-" + id + "-output");
        this.thread = new Thread(
                () -> {
                    try {
                        output.end(run());
                    } finally {
                        input.end();
                        ended.run();
                    }
                },
                "patchbay-shell-" + id);
        thread.setDaemon(true);
    }

    long id() {
        return id;
    }

    void start() {
        output.start();
        thread.start();
    }

    /** What the client has typed. */
    ShellInput input() {
        return input;
    }

    /** Changes the size of the terminal. Does nothing without one. */
    void resize(int columns, int rows) {
        TerminalConsole present = console;
        if (present != null) {
            present.resize(columns, rows);
        }
    }

    /** Ends the shell, because its client has gone: what it prints is dropped, and what runs in it is interrupted. Does not wait. */
    void abandon() {
        output.drop();
        close();
    }

    /** Ends the shell: what runs in it is interrupted, and the client hears of the end. Does not wait. */
    void close() {
        closed = true;
        input.end();
        CommandSession present = session;
        Job job = present == null ? null : present.foregroundJob();
        if (job != null) {
            job.interrupt();
        }
        thread.interrupt();
    }

    /** Waits, for a bounded time, until the shell has ended. */
    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
        output.awaitEnd(millis);
    }

    private int run() {
        try {
            return screen.isPresent() ? runOn(screen.get()) : runScript();
        } catch (IOException | RuntimeException | LinkageError e) {
            if (!closed) {
                LOG.warn("shell {} has failed", id, e);
                print(output.stream(true)).println("patchbay: the shell has failed: " + e);
            }
            return 70;
        }
    }

    private int runScript() throws IOException {
        try (CommandSession opened = open(input, output.stream(false), output.stream(true))) {
            Lines lines = lines(opened, output.stream(true));
            ScriptConsole.run(input, lines);
            return lines.status();
        }
    }

    private int runOn(Screen terminal) throws IOException {
        try (TerminalConsole opened = new TerminalConsole(
                        terminal.type(), terminal.columns(), terminal.rows(), input, output.stream(false));
                CommandSession commands = open(opened.input(), opened.output(), opened.output())) {
            console = opened;
            commands.put("TERM", terminal.type());
            commands.put("#COLUMNS", (Function) (caller, arguments) -> opened.columns());
            PrintStream screen = print(opened.output());
            screen.println(surroundings.greeting());
            Lines lines = lines(commands, opened.output());
            opened.run(commands, lines, surroundings.servers(), surroundings.history());
            return lines.status();
        }
    }

    private CommandSession open(InputStream in, OutputStream out, OutputStream err) {
        CommandSession opened = processor.createSession(in, print(out), print(err));
        // What the profile prints is for the terminal of the host.
        output.mute(true);
        surroundings.profile(opened);
        output.mute(false);
        session = opened;
        return opened;
    }

    private Lines lines(CommandSession commands, OutputStream errors) {
        return new Lines(commands, print(errors), line -> surroundings.log(id, caller, line));
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
