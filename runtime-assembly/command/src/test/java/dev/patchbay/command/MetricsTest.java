package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import org.junit.jupiter.api.Test;

class MetricsTest extends CommandTest {

    private static final String RESULT =
            "{\"contentType\":\"text/plain\",\"text\":\"# HELP a b\\na{c=\\\"\\\\\\\\\\\"} 1\\n\"}";

    @Test
    void theTextIsPrintedAsItIs() {
        control.answers("patchbay.metrics", RESULT);

        Result result = run("metrics");

        assertThat(result.status()).isEqualTo(ExitStatus.OK);
        assertThat(result.out()).isEqualTo("# HELP a b\na{c=\"\\\\\"} 1\n");
        assertThat(control.requests()).containsExactly("patchbay.metrics {}");
    }

    @Test
    void theOtherFormatIsAnOption() {
        control.answers("patchbay.metrics", RESULT);

        assertThat(run("metrics", "--openmetrics").status()).isEqualTo(ExitStatus.OK);
        assertThat(control.requests()).containsExactly("patchbay.metrics {\"format\":\"openmetrics\"}");
    }

    @Test
    void forScriptsTheResultIsJson() {
        control.answers("patchbay.metrics", RESULT);

        assertThat(run("metrics", "--json").out()).isEqualTo(RESULT + "\n");
    }

    @Test
    void whereNoHostRunsThereAreNoMetrics() {
        Result result = run("metrics", "--home", home.resolve("none").toString());

        assertThat(result.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(result.err()).startsWith("patchbay: no Patchbay runs in ");
    }
}
