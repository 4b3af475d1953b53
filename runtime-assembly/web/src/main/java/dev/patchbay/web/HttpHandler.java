package dev.patchbay.web;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.stream.StreamConnection;
import dev.patchbay.api.stream.StreamHandler;
import dev.patchbay.web.control.ControlServer;
import dev.patchbay.web.http.HttpConnection;
import dev.patchbay.web.http.Link;
import dev.patchbay.web.route.Routes;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** The handler {@code http}: the status page and what it needs, for each server that chooses it. */
@Component(service = Handler.class, configurationPid = WebConfiguration.PID)
@HandlerProperties(name = "http", execution = HandlerExecution.EVENT_LOOP)
public final class HttpHandler extends StreamHandler {

    private final ServerRuntime runtime;
    private final ControlServer control;
    private volatile WebConfiguration configuration;

    /** Called by Declarative Services. */
    @Activate
    public HttpHandler(@Reference ServerRuntime runtime, Map<String, Object> properties) {
        this.runtime = runtime;
        this.control = new ControlServer(runtime, () -> configuration.controlServer());
        modified(properties);
    }

    /** Applies a configuration to what follows, and leaves connections as they are. Called by Declarative Services. */
    @Modified
    void modified(Map<String, Object> properties) {
        configuration = WebConfiguration.of(properties);
    }

    @Override
    protected void serve(StreamConnection conn) throws IOException {
        Link link = new StreamLink(conn);
        new HttpConnection(link, new Routes(runtime, control, link)).serve();
    }
}
