package dev.patchbay.metrics;

import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import dev.patchbay.jsonrpc.runtime.JsonRpcRuntime;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The method that returns all metrics. */
@Component(service = MetricsMethods.class)
@JsonRpcFunctions(scope = "patchbay", audience = "control", function = "metrics")
public final class MetricsMethods {

    private final String version;
    private final ServerRuntime servers;

    /** Absent where plugins are installed in another way. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile PluginRuntime plugins;

    /** Absent for a moment while the bundle of the JSON-RPC handlers is updated. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile JsonRpcRuntime methods;

    /** Called by Declarative Services. */
    @Activate
    public MetricsMethods(BundleContext context, @Reference ServerRuntime servers) {
        this.version = context.getBundle().getVersion().toString();
        this.servers = servers;
    }

    @Description("Returns all metrics as text, in the format of Prometheus or in that of OpenMetrics.")
    public MetricsText metrics(
            @Param(description = "prometheus (the default) or openmetrics.") Optional<String> format) {
        Scrape scrape = new Scrape(version, servers, plugins, methods);
        return switch (format.orElse("prometheus")) {
            case "prometheus" -> scrape.prometheus();
            case "openmetrics" -> scrape.openMetrics();
            default ->
                throw new JsonRpcException(
                        JsonRpcException.INVALID_PARAMS,
                        "there is no format " + format.get() + "; there are prometheus and openmetrics");
        };
    }
}
