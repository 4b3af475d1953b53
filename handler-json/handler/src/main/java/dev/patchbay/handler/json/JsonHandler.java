package dev.patchbay.handler.json;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.handler.json.config.InvalidSettingsException;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.config.SettingsReader;
import dev.patchbay.handler.json.method.MethodService;
import dev.patchbay.handler.json.method.MethodTable;
import dev.patchbay.handler.json.rpc.RpcHandler;
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

/** The handler {@code json} in OSGi. A configuration that is wrong is rejected as a whole, and what held goes on. */
@Component(configurationPid = JsonHandler.PID)
@HandlerProperties(name = "json", execution = HandlerExecution.EVENT_LOOP)
@Designate(ocd = HandlerConfiguration.class)
public final class JsonHandler implements Handler {

    /** The PID of the configuration. */
    public static final String PID = "dev.patchbay.handler.json";

    private static final Logger LOG = LoggerFactory.getLogger(JsonHandler.class);

    private final RpcHandler handler;
    private final ServiceTracker<Object, MethodService> tracker;
    private volatile Settings settings;

    /** Starts to follow method services. */
    @Activate
    public JsonHandler(BundleContext context, Map<String, Object> properties) throws InvalidSyntaxException {
        settings = read(properties, Settings.DEFAULTS);
        MethodTable methods = new MethodTable();
        handler = new RpcHandler(settings, methods);
        tracker = new ServiceTracker<>(
                context,
                FrameworkUtil.createFilter("(" + JsonRpcFunctions.FUNCTION + "=*)"),
                new MethodServices(context, methods, () -> settings));
        // All services, whatever packages their bundles see: methods are called by reflection.
        tracker.open(true);
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

    private static Settings read(Map<String, Object> properties, Settings otherwise) {
        for (String key : SettingsReader.unknownKeys(properties)) {
            LOG.warn("configuration {}: there is no key {}; it is ignored", PID, key);
        }
        try {
            return SettingsReader.read(properties);
        } catch (InvalidSettingsException e) {
            LOG.error("configuration {} is rejected, and these settings hold: {}; {}", PID, otherwise, e.getMessage());
            return otherwise;
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
