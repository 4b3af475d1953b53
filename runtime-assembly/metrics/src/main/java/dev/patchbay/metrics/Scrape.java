package dev.patchbay.metrics;

import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.jsonrpc.runtime.JsonRpcRuntime;
import dev.patchbay.metrics.collect.Families;
import dev.patchbay.metrics.collect.JsonRpcMetrics;
import dev.patchbay.metrics.collect.JvmMetrics;
import dev.patchbay.metrics.collect.LoopMetrics;
import dev.patchbay.metrics.collect.PluginMetrics;
import dev.patchbay.metrics.collect.ProcessMetrics;
import dev.patchbay.metrics.collect.ServerMetrics;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One reading of all metrics. */
final class Scrape {

    private final String version;
    private final ServerRuntime servers;
    private final PluginRuntime plugins;
    private final JsonRpcRuntime methods;

    /**
     * Creates a scrape.
     *
     * @param plugins null where there is no folder of plugins
     * @param methods null if there is no JSON-RPC handler
     */
    Scrape(String version, ServerRuntime servers, PluginRuntime plugins, JsonRpcRuntime methods) {
        this.version = version;
        this.servers = servers;
        this.plugins = plugins;
        this.methods = methods;
    }

    /** Returns the text as Prometheus has it. */
    MetricsText prometheus() {
        return write(PrometheusTextFormatWriter.create());
    }

    /** Returns the text as OpenMetrics has it. */
    MetricsText openMetrics() {
        return write(new OpenMetricsTextFormatWriter(false, false));
    }

    private MetricsText write(ExpositionFormatWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try {
            writer.write(out, collect().snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MetricsText(writer.getContentType(), out.toString(StandardCharsets.UTF_8));
    }

    private Families collect() {
        Families families = new Families();
        List<ServerSnapshot> now = servers.servers();
        ServerMetrics.collect(now, families);
        LoopMetrics.collect(now, families);
        if (plugins != null) {
            PluginMetrics.collect(plugins.plugins(), families);
        }
        if (methods != null) {
            JsonRpcMetrics.collect(methods.handlers(), families);
        }
        ProcessMetrics.collect(version, families);
        JvmMetrics.collect(families);
        return families;
    }
}
