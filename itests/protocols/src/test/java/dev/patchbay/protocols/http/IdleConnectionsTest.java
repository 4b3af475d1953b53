package dev.patchbay.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.protocols.PlainClient;
import dev.patchbay.protocols.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that keep their connection, and how much memory the server's process has for each. */
@Timeout(120)
class IdleConnectionsTest {

    private static final int CONNECTIONS = Integer.getInteger("patchbay.connections", 1000);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    /** A connection that keeps the buffers of an answer is beyond this; the rest is what a JVM does meanwhile. */
    private static final long MOST_BYTES = 64 * 1024;

    @TempDir
    private Path folder;

    private final List<PlainClient> clients = new ArrayList<>();

    @Test
    void keptConnectionsCostLittleAndAreServedAgain() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "there is no /proc");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmn4m", "-Xmx256m"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HttpServerMain.class.getName()));
        command.add(folder.toString());
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = server.inputReader()) {
            assertThat(output.readLine()).startsWith("serving ");
            connect(500);
            clients.forEach(IdleConnectionsTest::request);
            long before = resident(server);
            connect(CONNECTIONS);
            long each = (resident(server) - before) / CONNECTIONS;
            System.out.printf("%,d idle connections: %,d bytes of resident memory each%n", CONNECTIONS, each);
            assertThat(each).isLessThan(MOST_BYTES);
            clients.forEach(IdleConnectionsTest::request);
        } finally {
            clients.forEach(PlainClient::close);
            server.destroyForcibly().waitFor();
        }
    }

    private void connect(int count) {
        for (int i = 0; i < count; i++) {
            PlainClient client = new PlainClient(folder.resolve("http.sock"));
            clients.add(client);
            request(client);
        }
    }

    private static void request(PlainClient client) {
        String answer = client.send(GET).readText(1);
        while (!answer.endsWith("\r\n\r\nhello\n")) {
            String more = client.readText(1);
            assertThat(more).as("after %s", answer).isNotEmpty();
            answer += more;
        }
    }

    /** Returns the resident memory after a collection. */
    private static long resident(Process process) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Programs.run(jcmd, "-J-Dsun.tools.attach.attachTimeout=60000", String.valueOf(process.pid()), "GC.run")
                .ok();
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
