package dev.patchbay.server.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another Java process that opens sockets when it is told to. Killed at the end, if it was not before. */
final class OtherProcess implements AutoCloseable {

    /** What the process answers to a command that it has carried out. */
    static final String DONE = "done";

    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    /** Starts a process with the umask of this one. */
    OtherProcess(Path temporary) throws IOException {
        this(temporary, "$(umask)");
    }

    /** Starts a process with the given umask, which puts temporary files where it is told to. */
    OtherProcess(Path temporary, String umask) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + " && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() > 21) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8), true);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Opens a socket, and returns {@link #DONE} or the message of the exception. */
    String open(Path path, String mode) {
        return tell("open " + mode + " " + path);
    }

    /** Closes the socket that was opened last. */
    String closeSocket() {
        return tell("close");
    }

    /** Ends the process as a crash would. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

    private String tell(String command) {
        commands.println(command);
        return CompletableFuture.supplyAsync(this::answer)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private String answer() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What the process runs. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws IOException {
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            ListeningSocket socket = null;
            String command;
            while ((command = commands.readLine()) != null) {
                String[] words = command.split(" ", 3);
                try {
                    if (words[0].equals("open")) {
                        socket = ListeningSocket.open(Sockets.config(Path.of(words[2]), Integer.parseInt(words[1], 8)));
                    } else {
                        socket.close();
                    }
                    System.out.println(DONE);
                } catch (IOException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
