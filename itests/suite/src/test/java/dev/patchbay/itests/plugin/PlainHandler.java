package dev.patchbay.itests.plugin;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import java.nio.ByteBuffer;

/** A handler that knows nothing of OSGi, and uses a class of its own jar. Tests build a plain jar from it. */
@HandlerProperties(name = "plain", execution = HandlerExecution.EVENT_LOOP)
public final class PlainHandler implements Handler {

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        new UppercaseHandler().received(conn, in);
    }
}
