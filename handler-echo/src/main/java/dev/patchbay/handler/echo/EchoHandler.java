package dev.patchbay.handler.echo;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import java.nio.ByteBuffer;
import org.osgi.service.component.annotations.Component;

/**
 * Sends every byte back to the client. It keeps no state and never blocks, so the server calls it on its event loops.
 * If a client is slow to read, the server stops reading from it.
 */
@Component
@HandlerProperties(name = "echo", execution = HandlerExecution.EVENT_LOOP)
public final class EchoHandler implements Handler {

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        conn.write(in);
    }
}
