package dev.patchbay.command.shell;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import dev.patchbay.command.rpc.Document;
import java.util.List;

/** {@code patchbay shell}: a shell in the running Patchbay. */
public final class ShellCommand implements Command {

    private static final Flag COMMAND =
            new Flag("c", "command", Operand.text("COMMAND"), "run this command in the shell, and end");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "shell",
                "open a shell in the running Patchbay",
                List.of("", "-c COMMAND"),
                List.of(),
                0,
                0,
                Flag.common(COMMAND),
                List.of(
                        "Opens a Gogo shell in the process of Patchbay. It has the commands of bin/patchbay, with the scope "
                                + "patchbay, and those of the OSGi framework: lb lists the bundles, help lists all commands. At a "
                                + "terminal, lines can be edited, Tab completes, and there is a history. Ctrl-D and exit end the "
                                + "shell; Patchbay goes on.",
                        "Without a terminal, the lines of standard input run one after the other. The exit status is that of the "
                                + "last one. With --json, what is printed and the end are one JSON text on one line each.",
                        "  echo 'status | grep HOLDING' | patchbay shell",
                        "  patchbay shell -c 'lb -s'"));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        String command = arguments.value(COMMAND);
        int status;
        try (Host printing = Host.in(arguments.home());
                Host typing = Host.in(arguments.home());
                RawTerminal terminal = command == null && isTerminal(arguments) ? RawTerminal.open() : null) {
            open(printing, typing, terminal, command);
            status = print(printing, arguments.has(Flag.JSON), output);
        }
        if (status != 0) {
            end(status, output);
        }
    }

    /** Returns whether a person reads the output at a terminal. */
    private static boolean isTerminal(Arguments arguments) {
        return !arguments.has(Flag.JSON)
                && !System.getProperty("patchbay.terminal", "").isEmpty();
    }

    /** Opens the shell, and has what is typed passed on to it. */
    private static void open(Host printing, Host host, RawTerminal terminal, String command) throws CommandFailure {
        int[] size = terminal == null ? null : terminal.size();
        Document opened = Document.of(printing.call(
                "patchbay.shellOpen",
                "columns",
                size == null ? null : size[1],
                "rows",
                size == null ? null : size[0],
                "terminal",
                size == null ? null : System.getenv("TERM")));
        Typing typing = new Typing(host, opened.get("session"), terminal != null);
        if (terminal != null) {
            WindowChange.run(() -> {
                int[] changed = terminal.size();
                typing.resize(changed[0], changed[1]);
            });
        }
        Thread typist = new Thread("typist") {
            @Override
            public void run() {
                type(typing, command, printing);
            }
        };
        typist.setDaemon(true);
        typist.start();
    }

    private static void type(Typing typing, String command, Host printing) {
        try {
            if (command == null) {
                typing.typeAll(System.in);
            } else {
                typing.type(command + "\n");
                typing.end();
            }
        } catch (CommandFailure e) {
            // The shell has ended, and its end is on the way; or the host does not answer any more.
            if (e.status() == ExitStatus.UNAVAILABLE) {
                printing.close();
            }
        }
    }

    /** Prints what the shell does, and returns its status. */
    private static int print(Host host, boolean json, Output output) throws CommandFailure {
        while (output.failure() == null) {
            Document message = host.nextMessage();
            if (message == null) {
                throw new CommandFailure(
                        ExitStatus.UNAVAILABLE, "the shell has ended: Patchbay has stopped, or its server control has");
            }
            Document params = message.object("params");
            if (json) {
                output.json(params.members());
                output.flush();
            } else if (params.isTrue("error")) {
                System.err.print(params.text("text"));
                System.err.flush();
            } else {
                output.verbatim(params.text("text"));
                output.flush();
            }
            if (message.text("method").equals("patchbay.shellEnded")) {
                return (int) params.number("status");
            }
        }
        return 0;
    }

    /** Ends with the status of the shell, which has printed why. */
    private static void end(int status, Output output) throws CommandFailure {
        for (ExitStatus known : ExitStatus.values()) {
            if (known.code() == status) {
                throw new CommandFailure(known, null);
            }
        }
        output.flush();
        // A number that the user has given to exit.
        Runtime.getRuntime().halt(status);
    }
}
