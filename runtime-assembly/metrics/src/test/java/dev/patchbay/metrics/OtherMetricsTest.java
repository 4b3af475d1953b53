package dev.patchbay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.embed.Server;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.PluginState;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.embed.JsonRpc;
import dev.patchbay.jsonrpc.embed.JsonRpcMethods;
import dev.patchbay.jsonrpc.runtime.JsonRpcHandlerSnapshot;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of plugins, methods, the process and the Java virtual machine, and what is written about all of them. */
@Timeout(60)
class OtherMetricsTest {

    @TempDir
    Path directory;

    /** Two methods. */
    @JsonRpcFunctions(
            scope = "m",
            function = {"add", "fail"})
    public static final class Methods {

        public int add(int a, int b) {
            return a + b;
        }

        public int fail(int code) {
            throw new JsonRpcException(code, "as asked");
        }
    }

    @Test
    void callsOfMethodsAreThoseThatAClientHasMade() throws Exception {
        try (JsonRpcMethods methods = JsonRpc.methods(new Methods());
                Server server = Server.at(directory.resolve("json.sock"))
                        .name("json")
                        .handler(methods)
                        .start();
                Client client = new Client(directory.resolve("json.sock"))) {
            for (int i = 0; i < 3; i++) {
                client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m.add\",\"params\":[1,2]}");
            }
            client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m.add\",\"params\":[]}");
            client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m.fail\",\"params\":[17]}");
            client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m.gone\"}");
            Running running = new Running(server);
            running.methods = () -> List.of(new JsonRpcHandlerSnapshot("json", methods.calls()));
            Text text = running.text();
            assertThat(text.value("patchbay_jsonrpc_calls_total{handler='json',method='m.add'}"))
                    .isEqualTo(4);
            assertThat(text.value("patchbay_jsonrpc_calls_total{handler='json',method='m.fail'}"))
                    .isEqualTo(1);
            assertThat(text.value("patchbay_jsonrpc_calls_total{handler='json',method='_OTHER'}"))
                    .isEqualTo(1);
            assertThat(text.value("patchbay_jsonrpc_errors_total{code='-32602',handler='json',method='m.add'}"))
                    .isEqualTo(1);
            assertThat(text.value("patchbay_jsonrpc_errors_total{code='17',handler='json',method='m.fail'}"))
                    .isEqualTo(1);
            assertThat(text.value("patchbay_jsonrpc_errors_total{code='-32601',handler='json',method='_OTHER'}"))
                    .isEqualTo(1);
            // Two handlers of one name, as there may be for a moment, are added up.
            running.methods = () -> List.of(
                    new JsonRpcHandlerSnapshot("json", methods.calls()),
                    new JsonRpcHandlerSnapshot("json", methods.calls()));
            assertThat(running.text().value("patchbay_jsonrpc_calls_total{handler='json',method='m.add'}"))
                    .isEqualTo(8);
        }
    }

    @Test
    void pluginsAreCountedByState() {
        Running running = new Running();
        running.plugins = () -> List.of(
                new PluginSnapshot("a.jar", PluginState.SERVING, "a", "1", ""),
                new PluginSnapshot("b.jar", PluginState.SERVING, "b", "1", ""),
                new PluginSnapshot("c.jar", PluginState.IGNORED, "", "", "no jar"));
        Text text = running.text();
        assertThat(text.value("patchbay_plugins{state='SERVING'}")).isEqualTo(2);
        assertThat(text.value("patchbay_plugins{state='IGNORED'}")).isEqualTo(1);
        assertThat(text.value("patchbay_plugins{state='OUTDATED'}")).isZero();
    }

    @Test
    void processAndVirtualMachineAreThisOne() throws Exception {
        Text text = new Running().text();
        assertThat(text.value("process_uptime_seconds"))
                .isPositive()
                .isLessThanOrEqualTo(ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        assertThat(text.value("jvm_cpu_count")).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(text.value("jvm_class_loaded_total")).isGreaterThanOrEqualTo(text.value("jvm_class_count"));
        assertThat(text.values().entrySet().stream()
                        .filter(value -> value.getKey().startsWith("jvm_memory_used_bytes{")
                                && value.getKey().contains("jvm_memory_type=\"heap\""))
                        .mapToDouble(value -> value.getValue())
                        .sum())
                .isBetween(100_000.0, (double) Runtime.getRuntime().maxMemory());
        if (Files.exists(Path.of("/proc/self/status"))) {
            assertThat(text.value("process_memory_usage_bytes")).isBetween(10e6, 10e9);
            assertThat(text.value("process_thread_count"))
                    .isGreaterThanOrEqualTo(text.value("jvm_thread_count{jvm_thread_daemon='true'}"));
            assertThat(text.value("process_unix_file_descriptor_count")).isGreaterThan(3);
        }
        assertThat(text.value("target_info{process_runtime_version='" + Runtime.version()
                        + "',service_name='patchbay',service_version='1.2.3'}"))
                .isEqualTo(1);
    }

    @Test
    void processorTimeOfTheProcessGrowsWithWork() {
        double before = new Running().text().value("process_cpu_time_seconds_total");
        double after = before;
        while (after <= before) {
            after = new Running().text().value("process_cpu_time_seconds_total");
        }
        assertThat(after).isGreaterThan(before);
    }

    @Test
    void theReadmeListsExactlyTheMetricsThatThereAre() throws Exception {
        Set<String> written = new TreeSet<>();
        Matcher rows = Pattern.compile("(?m)^\\| `(\\w+)` \\| (gauge|counter|histogram|summary|info) \\|")
                .matcher(Files.readString(Path.of("README.md")));
        while (rows.find()) {
            written.add(rows.group(1));
        }
        try (JsonRpcMethods methods = JsonRpc.methods(new Methods());
                Server server = Server.at(directory.resolve("json.sock"))
                        .handler(methods)
                        .start();
                Client client = new Client(directory.resolve("json.sock"))) {
            client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m.gone\"}");
            Running running = new Running(server);
            running.methods = () -> List.of(new JsonRpcHandlerSnapshot("json", methods.calls()));
            running.plugins = List::of;
            assertThat(running.text().families()).containsExactlyElementsOf(written);
        }
    }
}
