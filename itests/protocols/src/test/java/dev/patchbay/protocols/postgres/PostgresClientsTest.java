package dev.patchbay.protocols.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.embed.Server;
import dev.patchbay.protocols.Programs;
import dev.patchbay.protocols.Swapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** psql and pgbench, whose server is swapped all the time. */
@Timeout(120)
class PostgresClientsTest {

    private static final int LONG = 500;

    @TempDir
    private Path folder;

    private Server server;
    private Swapping swapping;

    @BeforeEach
    void start() throws IOException {
        server = Server.at(folder.resolve(".s.PGSQL.5432"))
                .with("swap.timeout", "60s")
                .start();
        swapping = new Swapping(server, PostgresHandler::new, 5);
    }

    @AfterEach
    void stop() {
        swapping.close();
        server.close();
    }

    private String[] psql(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Programs.require("psql", "postgresql-client"),
                "-X",
                "-q",
                "-h",
                "" + folder,
                "-U",
                "someone",
                "-d",
                "any",
                "-At"));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    @Test
    void queriesAreAnswered() {
        String script =
                "SELECT 1, 'two; and ''';; SELECT 7/2; SELECT generate_series(8, 10); SET x = 1; SELECT version()";
        assertThat(Programs.run(psql("-c", script.replace("''", ""))).ok())
                .isEqualTo("1|two; and \n3\n8\n9\n10\nPostgreSQL 15.0 (Patchbay)\n");
        assertThat(Programs.run(psql("-c", "")).ok()).isEmpty();
        assertThat(Programs.run(psql("-c", "SELECT now()")).ok()).startsWith("20");
    }

    @Test
    void errorsHaveTheirStateAndEndTheQueryButNotTheSession() {
        String[] verbose = psql(
                "-v", "VERBOSITY=verbose", "-c", "SELECT 1; FETCH it; SELECT 2", "-c", "SELECT 1/0", "-c", "SELECT 3");
        assertThat(Programs.run(verbose).output())
                .isEqualTo("1\nERROR:  42601: syntax error at or near \"FETCH\"\nERROR:  22012: division by zero\n3\n");
    }

    @Test
    void largeResultsArriveWholeAtASlowClient() throws Exception {
        Path rows = folder.resolve("rows");
        String query = String.join(" ", psql("-F", "x", "--variable=FETCH_COUNT=0", "-c"))
                + " 'SELECT generate_series(1, 300000); SELECT generate_series(1, 2)'";
        int swaps = swapping.swaps();
        do {
            Programs.run("sh", "-c", query + " | (sleep 0.2; cat) > " + rows).ok();
            assertThat(Files.readAllLines(rows))
                    .containsExactlyElementsOf(
                            LongStream.concat(LongStream.rangeClosed(1, 300_000), LongStream.of(1, 2))
                                    .mapToObj(Long::toString)
                                    .toList());
        } while (swapping.swaps() - swaps <= 50);
    }

    @Test
    void runningQueryIsCancelled() throws Exception {
        for (String query : List.of("SELECT pg_sleep(60)", "SELECT generate_series(1, 900000000000)")) {
            // So long that the bytes of the query cannot be mistaken for those before it.
            String padded = query + " ".repeat(LONG);
            Process psql = new ProcessBuilder(psql("-o", "/dev/null", "-v", "FETCH_COUNT=0", "-c", padded))
                    .redirectErrorStream(true)
                    .start();
            while (server.connections().stream().noneMatch(connection -> connection.bytesIn() >= LONG)) {
                Thread.onSpinWait();
            }
            // What psql does with an interrupt: it sends a CancelRequest on another connection.
            Programs.run("kill", "-INT", "" + psql.pid()).ok();
            assertThat(psql.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(psql.getInputStream().readAllBytes()))
                    .isEqualTo("Cancel request sent\nERROR:  canceling statement due to user request\n");
            while (!server.connections().isEmpty()) {
                Thread.onSpinWait(); // The next query is not this one.
            }
        }
    }

    @Test
    void benchmarkOfPostgresqlIsServed() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "SELECT 1;\nSELECT generate_series(1, 20);\n");
        do {
            String printed = Programs.run(
                            Programs.require("pgbench", "postgresql-contrib"),
                            "-n",
                            "-h",
                            "" + folder,
                            "-U",
                            "someone",
                            "-f",
                            "" + script,
                            "-c",
                            "8",
                            "-j",
                            "2",
                            "-t",
                            "500",
                            "-M",
                            "simple",
                            "any")
                    .ok();
            assertThat(printed)
                    .contains("number of transactions actually processed: 4000/4000")
                    .contains("number of failed transactions: 0 ");
        } while (swapping.swaps() <= 50);
    }
}
