package dev.patchbay.server.engine;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.swap.HandlerEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own that is short of something. It echoes lines and tells what happens. */
final class ServerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /**
     * Starts it, and returns when it accepts connections.
     *
     * @param limits  a command of the shell, such as {@code ulimit -n 100}
     * @param options options of the virtual machine
     */
    ServerProcess(Lane lane, Path socket, String limits, String... options) throws IOException, InterruptedException {
        this(lane, socket, limits, Main.class, options);
    }

    /** The same for another program, which gets the socket's path, the engine and the execution as arguments. */
    ServerProcess(Lane lane, Path socket, String limits, Class<?> program, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", limits + " && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() > 21) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(
                List.of(socket.toString(), lane.poller(), lane.execution().name()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(this::read, "server-process");
        reader.setDaemon(true);
        reader.start();
        await("started");
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(told::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            told.add("the process ended: " + e);
        }
    }

    /** Waits for the next thing told that begins so. */
    String await(String beginning) throws IOException, InterruptedException {
        for (; ; ) {
            String line = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("it was not told that " + beginning + "; the threads:\n" + threads());
            }
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** Returns what was told and not awaited. */
    List<String> rest() {
        return List.copyOf(told);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what the process's threads do, for whoever finds out why it hangs. */
    String threads() throws IOException {
        Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
        Process look = new ProcessBuilder(jstack.toString(), Long.toString(process.pid())).start();
        return new String(look.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Tells the process to stop its server and to end. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Lets it stop as it should, and takes its files away. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** What the process runs. */
    static final class Main implements ServerEvents {

        private Main() {}

        public static void main(String[] arguments) throws IOException, InvalidConfigurationException {
            EventHub hub = new EventHub("test");
            hub.add(new Main(), EventHub.Interest.CONNECTIONS);
            Server server = new Server("test", new EngineResources(), hub);
            HandlerExecution execution = HandlerExecution.valueOf(arguments[2]);
            Handler lines = new Handler() {
                @Override
                public void received(ConnContext conn, ByteBuffer in) {
                    if (in.get(in.limit() - 1) == '\n') {
                        conn.write(in);
                    }
                }
            };
            server.slot().put(new HandlerEntry(1, "lines", 0, execution, "test", lines));
            Map<String, String> configuration =
                    Map.of("socket.path", arguments[0], "engine", arguments[1], "loops", "1");
            server.start(ConfigReader.read(configuration, filter -> handler -> true));
            while (System.in.read() >= 0) {}
            server.stop().join();
        }

        @Override
        public void serverStarted(String server, String address) {
            System.out.println("started");
        }

        @Override
        public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
            System.out.println("closed " + reason);
        }

        @Override
        public void error(String server, String what, Throwable cause) {
            System.out.println("error: " + what + ": " + cause);
        }
    }
}
