package dev.patchbay.web;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.web.control.ControlServer;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the port for metrics, if there is a configuration that names it, and says in the log what it has done. */
@Component(
        service = MetricsPortComponent.class,
        immediate = true,
        configurationPid = WebConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MetricsPortComponent {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPortComponent.class);

    /** Null if it is not open. */
    private final MetricsPort port;

    /** Called by Declarative Services, anew for each change of the configuration. */
    @Activate
    public MetricsPortComponent(@Reference ServerRuntime runtime, Map<String, Object> properties) {
        WebConfiguration configuration = WebConfiguration.of(properties);
        configuration.faults().forEach(fault -> LOG.error("the configuration {}: {}", WebConfiguration.PID, fault));
        port = configuration.metricsPort().isEmpty()
                ? null
                : open(configuration.metricsPort().getAsInt(), configuration, runtime);
    }

    private static MetricsPort open(int number, WebConfiguration configuration, ServerRuntime runtime) {
        try {
            MetricsPort opened =
                    MetricsPort.open(number, runtime, new ControlServer(runtime, configuration::controlServer));
            LOG.info("metrics and health at http://127.0.0.1:{}/", number);
            return opened;
        } catch (IOException e) {
            LOG.error(
                    "the configuration {}: metrics.port = {} cannot be opened on 127.0.0.1: {}; choose another port, or free"
                            + " this one and save the file again",
                    WebConfiguration.PID,
                    number,
                    e.getMessage());
            return null;
        }
    }

    /** Closes the port. */
    @Deactivate
    void deactivate() throws IOException {
        if (port != null) {
            port.close();
        }
    }
}
