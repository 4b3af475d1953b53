package dev.patchbay.control;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.control.view.ConfigurationView;
import dev.patchbay.control.view.KeyView;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The methods for configurations. */
@Component(service = ConfigurationMethods.class)
@JsonRpcFunctions(
        scope = "patchbay",
        audience = "control",
        function = {"configuration", "keys"})
public final class ConfigurationMethods {

    private final ServerRuntime runtime;
    private final WrittenConfigurations written;

    /** Called by Declarative Services. */
    @Activate
    public ConfigurationMethods(
            BundleContext context, @Reference ServerRuntime runtime, @Reference ConfigurationAdmin configurations) {
        this.runtime = runtime;
        this.written = new WrittenConfigurations(configurations, context.getProperty("patchbay.home"));
    }

    @Description("Returns the configuration of a server: the one in force, and the newest one if it was rejected.")
    public ConfigurationView configuration(@Param(description = "The name of the server.") String server) {
        ServerSnapshot known = Refusals.server(runtime, server);
        return new ConfigurationView(
                known.configuration(),
                known.faults().isEmpty() ? null : written.newest(server).orElse(null),
                known.faults(),
                written.file(server).orElse(null));
    }

    @Description("Returns the keys that the configuration of a server may have.")
    public List<KeyView> keys() {
        return runtime.keys().stream().map(KeyView::of).toList();
    }
}
