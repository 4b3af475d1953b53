package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.poll.PortablePoller;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loops that cannot all be made: nothing of the others may be left. In a process of its own, which is short of something. */
@Timeout(120)
class LoopsShortageTest {

    @TempDir
    Path directory;

    @Test
    void loopsThatCannotAllHaveMemoryLeaveNoDescriptors() throws Exception {
        Assumptions.assumeTrue(Platform.epollUnavailable() == null, "only epoll needs memory outside the heap");
        String output = run("ulimit -n 10000", "epoll", "-XX:MaxDirectMemorySize=2m");
        assertThat(output).contains("OutOfMemoryError").contains("left 0");
    }

    @Test
    void loopsThatCannotAllHaveDescriptorsLeaveNone() throws Exception {
        List<String> engines = Platform.epollUnavailable() == null ? List.of("epoll", "portable") : List.of("portable");
        for (String engine : engines) {
            assertThat(run("ulimit -n 100", engine)).contains("Exception").contains("left 0");
        }
    }

    private String run(String limit, String engine, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", limit + " && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() > 21) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(directory.resolve("s").toString(), engine));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** What the process runs. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            (arguments[1].equals("epoll") ? Platform.epoll() : new PortablePoller()).close();
            int before = open();
            try {
                start(arguments, 1000);
                System.out.println("started");
            } catch (Throwable t) {
                System.out.println(t);
            }
            // Loops that had started end by themselves.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (open() > before && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            System.out.println("left " + Math.max(0, open() - before));
            System.exit(0);
        }

        private static void start(String[] arguments, int loops) throws Exception {
            Server server = new Server("test", new EngineResources(), new EventHub("test"));
            ServerConfig config = ConfigReader.read(
                    Map.of("socket.path", arguments[0], "engine", arguments[1], "loops", Integer.toString(loops)),
                    filter -> handler -> true);
            server.start(config);
        }

        /** Counts what loops open; a jar that is read only now is none of it. */
        private static int open() throws IOException {
            int count = 0;
            for (File descriptor : Path.of("/proc/self/fd").toFile().listFiles()) {
                try {
                    String target = Files.readSymbolicLink(descriptor.toPath()).toString();
                    count += target.startsWith("anon_inode:") || target.startsWith("socket:") ? 1 : 0;
                } catch (NoSuchFileException closedMeanwhile) {
                    count += 0;
                }
            }
            return count;
        }
    }
}
