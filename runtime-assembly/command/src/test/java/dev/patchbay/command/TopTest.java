package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.text.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code top} prints where there is no terminal. */
@Timeout(60)
class TopTest extends CommandTest {

    @BeforeEach
    void answer() {
        control.answers("patchbay.connections", """
                [{"server": "echo", "id": 1, "pid": 11, "process": "quiet", "user": "root", "bytesIn": 5, "bytesOut": 5,
                  "queued": 0, "idleMillis": 5000, "handler": "echo"},
                 {"server": "echo", "id": 2, "pid": 12, "process": "busy", "user": "root", "bytesIn": 5000, "bytesOut": 5000,
                  "queued": 2048, "idleMillis": 1, "handler": "echo"}]""");
        status(100, "");
    }

    private void status(long accepted, String more) {
        control.answers("patchbay.status", """
                {"version": "1.0", "pid": 7, "ready": false, "problems": [
                   {"subject": "server shout", "problem": "HOLDING", "text": "nothing matches", "advice": "install"}],
                 "servers": [{"name": "echo", "state": "RUNNING", "handler": "echo", "connections": 2,
                   "totals": {"accepted": ACCEPTED, "bytesIn": 1000, "bytesOut": 1000}MORE},
                  {"name": "shout", "state": "RUNNING", "holding": true, "connections": 0,
                   "totals": {"accepted": 0, "bytesIn": 0, "bytesOut": 0}}]}""".replace("ACCEPTED", Long.toString(accepted))
                .replace("MORE", more));
    }

    @Test
    void problemsAreOnTopAndTheBusiestConnectionBelow() {
        List<String> lines = run("top", "--count", "1").lines();

        assertThat(lines.get(0)).startsWith("Patchbay 1.0, process 7, ");
        assertThat(lines.subList(1, 4))
                .containsExactly("NOT READY: 1 of 2 servers serving", "server shout HOLDING: nothing matches", "");
        assertThat(lines.get(4)).matches("SERVER +STATE +HANDLER +CONNECTIONS +NEW/S +IN/S +OUT/S");
        assertThat(lines.get(5)).matches("echo +RUNNING +echo +2 +- +- +-");
        assertThat(lines.get(9)).contains("busy", "2.0 KiB");
        assertThat(lines.get(10)).contains("quiet");
    }

    @Test
    void ratesAreTheDifferencesOfTwoLooks() {
        List<String> lines = run("top", "--count", "2", "--every", "100ms").lines();

        assertThat(lines)
                .filteredOn(line -> line.startsWith("echo ") && line.matches(".* 0 +0 B +0 B"))
                .hasSize(1);
    }

    @Test
    void whatTheHostReportsHasAColumn() {
        status(
                100,
                ", \"calls\": {\"count\": 5, \"sampled\": 5, \"boundsMicros\": [1, 2], \"counts\": [5, 0, 0]},"
                        + "\"loops\": [{\"name\": \"a\", \"cpuMillis\": 5}]");

        assertThat(run("top", "--count", "2", "--every", "100ms").lines())
                .anyMatch(line -> line.matches("SERVER .* OUT/S +CALLS/S +P99 +LOOP"))
                .anyMatch(line -> line.matches("echo .* 0 +- +0%"));
    }

    @Test
    void noLineIsWiderThanTheOutput() {
        assertThat(run(new Terminal(30, false), "top", "--count", "1").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(30));
    }

    @Test
    void oneServerIsShownAlone() {
        control.answers("patchbay.server", "{}");

        assertThat(run("top", "echo", "--count", "1").out()).contains("echo ").doesNotContain("\nshout ");
        assertThat(control.requests()).contains("patchbay.connections {\"server\":\"echo\"}");
        control.refuses("patchbay.server", "there is no server ecko");
        assertThat(run("top", "ecko").err()).contains("there is no server ecko");
    }

    @Test
    void eachLookIsALineOfJson() {
        assertThat(run("top", "--count", "2", "--every", "100ms", "--json").lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("{\"name\":\"echo\",\"state\":\"RUNNING\",\"connections\":2,\"acceptedPerSecond\":0,")
                .contains("\"callsPerSecond\":null");
    }

    @Test
    void wrongValuesAreErrorsOfUsage() {
        assertThat(run("top", "--every", "fast").err())
                .contains("--every fast: is not a duration; write 500ms, 2s or 1m");
        assertThat(run("top", "--every", "1ms").err()).contains("is less than 100ms");
        assertThat(run("top", "--count", "0").status()).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void itGoesOnWhilePatchbayRestarts() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread top = new Thread(() -> Main.run(
                List.of("top", "--every", "100ms", "--count", "1000"), home, new Terminal(80, false), out, out));
        top.setDaemon(true);
        top.start();
        await(out, "RUNNING", 1);
        control.close();
        await(out, "no Patchbay runs in", 1);
        int before = count(out, "RUNNING");
        control = control.again();

        await(out, "RUNNING", before + 1);
    }

    private static int count(ByteArrayOutputStream out, String text) {
        return out.toString(StandardCharsets.UTF_8).split(text, -1).length - 1;
    }

    private static void await(ByteArrayOutputStream out, String text, int times) {
        while (count(out, text) < times) {
            assertThat(Thread.currentThread().isInterrupted())
                    .as(out.toString(StandardCharsets.UTF_8))
                    .isFalse();
            Thread.onSpinWait();
        }
    }
}
