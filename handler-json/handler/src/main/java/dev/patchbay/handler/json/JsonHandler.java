package dev.patchbay.handler.json;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.handler.json.config.InvalidSettingsException;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.config.SettingsReader;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.rpc.JsonRpcHandler;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import java.nio.ByteBuffer;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler {@code json} as an OSGi component. The framework activates and reconfigures it; servers call it on their
 * event loops. It passes each call on to {@link JsonRpcHandler}.
 *
 * <p>An invalid configuration is logged and rejected as a whole, and the previous settings stay in effect.
 */
@Component(configurationPid = JsonHandler.PID)
@HandlerProperties(name = "json", execution = HandlerExecution.EVENT_LOOP)
@Designate(ocd = HandlerConfiguration.class)
public final class JsonHandler implements Handler {

    /** The PID of the handler's configuration. */
    public static final String PID = "dev.patchbay.handler.json";

    private static final Logger LOG = LoggerFactory.getLogger(JsonHandler.class);

    private final JsonRpcHandler handler;
    private final ServiceTracker<Object, PublishedService> tracker;
    private volatile Settings settings;

    /** Reads the configuration and starts to track method services. */
    @Activate
    public JsonHandler(BundleContext context, Map<String, Object> properties) throws InvalidSyntaxException {
        settings = read(properties, Settings.DEFAULTS);
        MethodRegistry methods = new MethodRegistry();
        handler = new JsonRpcHandler(settings, methods);
        tracker = new ServiceTracker<>(
                context,
                FrameworkUtil.createFilter("(" + JsonRpcFunctions.FUNCTION + "=*)"),
                new MethodServiceCustomizer(context, methods, () -> settings));
        try {
            // All services, also those whose classes this bundle does not import: methods are called by reflection.
            tracker.open(true);
        } catch (RuntimeException | Error e) {
            handler.close();
            throw e;
        }
    }

    @Modified
    void modified(Map<String, Object> properties) {
        settings = read(properties, settings);
        handler.reconfigure(settings);
    }

    @Deactivate
    void deactivate() {
        tracker.close();
        handler.close();
    }

    private static Settings read(Map<String, Object> properties, Settings current) {
        for (String key : SettingsReader.unknownKeys(properties)) {
            LOG.warn("configuration {}: the key {} is unknown and is ignored", PID, Printable.name(key));
        }
        try {
            return SettingsReader.read(properties);
        } catch (InvalidSettingsException e) {
            String why = Printable.text(e.getMessage());
            LOG.error("configuration {} is rejected: {}; still in effect: {}", PID, why, current);
            return current;
        }
    }

    @Override
    public void opened(ConnContext conn) {
        handler.opened(conn);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        handler.received(conn, in);
    }

    @Override
    public void inputEnded(ConnContext conn) {
        handler.inputEnded(conn);
    }

    @Override
    public void clientClosed(ConnContext conn) {
        handler.clientClosed(conn);
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) {
        handler.released(conn, reason);
    }
}
