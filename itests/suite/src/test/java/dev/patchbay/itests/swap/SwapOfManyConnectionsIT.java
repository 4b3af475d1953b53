package dev.patchbay.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.swap.ledger.Ledger;
import dev.patchbay.itests.swap.ledger.ServerRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measures the duration of a swap with very many clients: {@code -Dpatchbay.connections=10000}. This process and that
 * of the clients each need one descriptor per connection.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = "patchbay.connections", matches = "\\d+", disabledReason = "a measurement, by hand")
class SwapOfManyConnectionsIT {

    private static final int SWAPS = 10;
    private static final long PATIENCE_SECONDS = 60;

    private final int connections = Integer.getInteger("patchbay.connections", 0);
    private final Ledger ledger = Ledger.begin();

    @ParameterizedTest
    @ValueSource(strings = {"EVENT_LOOP", "VIRTUAL"})
    void everyConnectionMoves(String execution, @TempDir Path folder) throws Exception {
        try (ProbeFramework framework = ProbeFramework.start(folder)) {
            Services services = new Services(framework.context());
            Panel panel = new Panel(framework, "many", execution);
            services.await(panel.serving().name(), true);
            Process clients = clients(framework.socket("many"));
            try {
                measure(panel, services, clients, execution);
            } finally {
                clients.destroyForcibly().waitFor();
            }
        }
        assertThat(ledger.violations()).isEmpty();
    }

    private void measure(Panel panel, Services services, Process clients, String execution) throws Exception {
        BufferedReader answers = clients.inputReader(StandardCharsets.UTF_8);
        assertThat(answers.readLine()).isEqualTo("connected");
        assertThat(talk(clients, answers)).isEqualTo("{A 1=" + connections + "}");
        ServerRecord record = ledger.server("many");
        List<String> took = new ArrayList<>();
        for (int i = 1; i <= SWAPS; i++) {
            long swaps = i;
            panel.standby().rank(panel.serving().ranking() + 1);
            record.await("swap " + i, PATIENCE_SECONDS, r -> r.swaps() == swaps);
            assertThat(record.last().moved()).isEqualTo(connections);
            took.add(String.format("%.1f ms", record.last().nanos() / 1e6));
            assertThat(talk(clients, answers)).isEqualTo("{" + panel.serving().identity() + "=" + connections + "}");
            panel.standby().remove();
            services.await(panel.standby().name(), false);
        }
        System.out.println(SWAPS + " swaps of " + connections + " connections to a handler that came, " + execution
                + " on Java " + Runtime.version().feature() + ", each from the choice until the last was handed over: "
                + took);
    }

    private static String talk(Process clients, BufferedReader answers) throws IOException {
        PrintStream lines = new PrintStream(clients.getOutputStream(), true, StandardCharsets.UTF_8);
        lines.println("talk");
        return answers.readLine();
    }

    private Process clients(Path socket) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ManyClients.class.getName(),
                        socket.toString(),
                        Integer.toString(connections))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
