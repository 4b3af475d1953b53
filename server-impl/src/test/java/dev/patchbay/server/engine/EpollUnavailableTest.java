package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.swap.HandlerEntry;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Servers of a Java that has no {@code epoll}, or must not use it, in a process of its own. */
@Timeout(120)
class EpollUnavailableTest {

    private static final String ENABLED = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    Path directory;

    @BeforeEach
    void hasEpoll() {
        Assumptions.assumeTrue(Platform.epollUnavailable() == null, "the engine would be portable anyway");
    }

    @Test
    void serverIsPortableWhereNativeAccessIsDenied() throws Exception {
        // junixsocket needs native access itself, which can be granted to a module, and so to it alone.
        List<String> options = new ArrayList<>(List.of("--illegal-native-access=deny"));
        options.addAll(List.of("--enable-native-access=org.newsclub.net.unix", "--add-modules=ALL-MODULE-PATH"));
        options.addAll(List.of("-p", junixsocket()));
        assertThat(run(options.toArray(new String[0])))
                .contains("because this Java denies native access; start it with --enable-native-access=ALL-UNNAMED")
                .contains("auto: portable answers", "portable: portable answers")
                .anyMatch(line ->
                        line.startsWith("epoll: java.io.IOException: there is no epoll poller: this Java denies"));
    }

    @Test
    void serverThatMayUseNothingNativeFailsWithASentence() throws Exception {
        assertThat(run("--illegal-native-access=deny"))
                .anyMatch(line -> line.startsWith("portable: java.io.IOException: junixsocket's native library"))
                .anyMatch(line -> line.startsWith("auto: java.io.IOException: junixsocket's native library"));
    }

    @Test
    void serverIsPortableWhereTheCLibraryLacksAFunction() throws Exception {
        for (String function : List.of("epoll_wait", "epoll_create1", "recvmsg", "getpeername", "timerfd_create")) {
            assertThat(run(ENABLED, "-Ddev.patchbay.hidden.functions=" + function))
                    .contains("because the C library has no function " + function)
                    .contains("auto: portable answers", "portable: portable answers")
                    .contains("epoll: java.io.IOException: there is no epoll poller: the C library has no function "
                            + function);
        }
    }

    @Test
    void serverIsPortableWhereJavaCannotCallC() throws Exception {
        assertThat(run(ENABLED, "-Djdk.internal.foreign.CABI=UNSUPPORTED"))
                .contains("because this Java cannot call functions of the C library")
                .contains("auto: portable answers", "portable: portable answers");
    }

    @Test
    void serverIsPortableOnAnotherSystem() throws Exception {
        assertThat(run(ENABLED, "-Dtest.system=Mac OS X"))
                .contains("because it needs Linux, and this is Mac OS X")
                .contains("auto: portable answers", "portable: portable answers");
    }

    @Test
    void serverUsesEpollWhereItCan() throws Exception {
        assertThat(run(ENABLED))
                .contains("because null")
                .contains("auto: epoll answers", "portable: portable answers", "epoll: epoll answers");
    }

    private static String junixsocket() throws URISyntaxException {
        String common = Path.of(AFUNIXSocketChannel.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("junixsocket-native"))
                .reduce(common, (all, entry) -> all + File.pathSeparator + entry);
    }

    private List<String> run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.add(directory.resolve("s").toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
        return output;
    }

    /** What the process runs: each engine in turn. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            String system = System.getProperty("test.system");
            if (system != null) {
                // Not before junixsocket has looked for its native library.
                System.out.println("junixsocket: " + org.newsclub.net.unix.AFSocket.isSupported());
                System.setProperty("os.name", system);
            }
            System.out.println("because " + Platform.epollUnavailable());
            for (String engine : List.of("auto", "portable", "epoll")) {
                System.out.println(engine + ": " + tried(Path.of(arguments[0]), engine));
            }
            System.exit(0);
        }

        private static String tried(Path socket, String engine) {
            EventHub hub = new EventHub("test");
            try {
                Server server = new Server("test", new EngineResources(), hub);
                Handler echo = (conn, in) -> conn.write(in);
                server.slot().put(new HandlerEntry(1, "echo", 0, HandlerExecution.VIRTUAL, "test", echo));
                ServerConfig config = ConfigReader.read(
                        Map.of("socket.path", socket.toString(), "engine", engine), filter -> handler -> true);
                server.start(config);
                try (Client client = new Client(socket)) {
                    return server.pollerName()
                            + (client.send("x").receiveText(1).equals("x") ? " answers" : " fails");
                } finally {
                    server.stop().join();
                }
            } catch (Throwable t) {
                return t.toString();
            } finally {
                hub.close();
            }
        }
    }
}
