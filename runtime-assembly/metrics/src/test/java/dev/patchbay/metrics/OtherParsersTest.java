package dev.patchbay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.api.embed.Server;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.PluginState;
import dev.patchbay.jsonrpc.runtime.JsonRpcHandlerSnapshot;
import dev.patchbay.jsonrpc.runtime.JsonRpcMethodSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of other makers read the text, and find the same values. */
@Timeout(120)
class OtherParsersTest {

    /** Prints each value that the parser finds: the name, the labels in alphabetic order, the value. */
    private static final String READ = """
            import sys
            if sys.argv[1] == 'openmetrics':
                from prometheus_client.openmetrics.parser import text_string_to_metric_families
            else:
                from prometheus_client.parser import text_string_to_metric_families
            for family in text_string_to_metric_families(open(sys.argv[2], encoding='utf-8', newline='').read()):
                assert family.documentation, family.name
                assert family.type != 'unknown', family.name
                for sample in family.samples:
                    labels = ','.join(k + '=' + repr(v) for k, v in sorted(sample.labels.items()))
                    print(sample.name + '{' + labels + '} ' + repr(float(sample.value)))
            """;

    @TempDir
    Path directory;

    private record Ended(int status, String output) {}

    private Ended run(Path input, String... command) throws Exception {
        Path output = Files.createTempFile(directory, "output", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private static boolean has(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a Python that has the parser; Debian installs it for its own. */
    private static String python() {
        List<String> having = Stream.of("python3", "/usr/bin/python3")
                .filter(python -> has(python, "-c", "import prometheus_client"))
                .toList();
        assumeTrue(!having.isEmpty(), "there is no parser: apt-get install python3-prometheus-client");
        return having.get(0);
    }

    private MetricsText metrics(boolean openMetrics) throws Exception {
        try (Server echo = Server.at(directory.resolve("echo.sock"))
                        .name("a\"b\\c\nd{é}")
                        .handler((conn, in) -> conn.write(in))
                        .start();
                Client client = new Client(directory.resolve("echo.sock"))) {
            client.exchange("hello", 5);
            Running running = new Running(echo);
            running.plugins = () -> List.of(new PluginSnapshot("a.jar", PluginState.SERVING, "a", "1", ""));
            running.methods = () -> List.of(new JsonRpcHandlerSnapshot(
                    "json", List.of(new JsonRpcMethodSnapshot("text/hover", 7, Map.of(-32601, 3L), 2))));
            return openMetrics ? running.openMetrics() : running.prometheus();
        }
    }

    private Path file(MetricsText metrics) throws IOException {
        return Files.writeString(directory.resolve("metrics.txt"), metrics.text(), StandardCharsets.UTF_8);
    }

    @Test
    void aParserInPythonFindsTheSameValuesInTheTextOfPrometheus() throws Exception {
        String python = python();
        MetricsText metrics = metrics(false);
        assertThat(metrics.contentType()).startsWith("text/plain; version=0.0.4");

        Ended read = run(
                Path.of("/dev/null"),
                python,
                "-c",
                READ,
                "prometheus",
                file(metrics).toString());

        assertThat(read.status()).as(read.output()).isZero();
        assertThat(read.output().lines())
                .hasSameSizeAs(Text.of(metrics).values().keySet());
        assertThat(read.output())
                .contains("patchbay_server_received_bytes_total{server='a\"b\\\\c\\nd{é}'} 5.0\n")
                .contains("patchbay_jsonrpc_calls_total{handler='json',method='text/hover'} 7.0\n")
                .contains("patchbay_jsonrpc_errors_total{code='_OTHER',handler='json',method='text/hover'} 2.0\n")
                .contains("patchbay_plugins{state='SERVING'} 1.0\n");
    }

    @Test
    void aStrictParserInPythonAcceptsTheTextOfOpenMetrics() throws Exception {
        String python = python();
        MetricsText metrics = metrics(true);
        assertThat(metrics.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(metrics.text())
                .endsWith("# EOF\n")
                .contains("# UNIT patchbay_server_received_bytes bytes\n", "# TYPE target info\n");

        Ended read = run(
                Path.of("/dev/null"),
                python,
                "-c",
                READ,
                "openmetrics",
                file(metrics).toString());

        assertThat(read.status()).as(read.output()).isZero();
        assertThat(read.output())
                .contains("patchbay_server_received_bytes_total{server='a\"b\\\\c\\nd{é}'} 5.0\n")
                .contains("target_info{");
    }

    @Test
    void promtoolAcceptsTheTextAndAdvisesOnlyAgainstNamesOfOpenTelemetry() throws Exception {
        assumeTrue(has("promtool", "--version"), "there is no promtool: apt-get install prometheus");

        Ended checked = run(file(metrics(false)), "promtool", "check", "metrics");

        Stream<String> names = checked.output().lines().map(line -> line.split(" ")[0]);
        assertThat(names)
                .as(checked.output())
                .containsExactlyInAnyOrder(
                        "jvm_buffer_count",
                        "jvm_class_count",
                        "jvm_cpu_count",
                        "jvm_thread_count",
                        "process_thread_count",
                        "process_unix_file_descriptor_count");
        // 3 for advice; 1 for what is wrong.
        assertThat(checked.status()).isEqualTo(3);
    }
}
