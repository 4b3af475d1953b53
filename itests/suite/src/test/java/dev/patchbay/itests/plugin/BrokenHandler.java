package dev.patchbay.itests.plugin;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;

/** A handler that cannot be activated. Tests build a bundle from it. */
public final class BrokenHandler implements Handler {

    /** What the failure says. */
    public static final String REASON = "broken on purpose";

    /** Fails. */
    public BrokenHandler() {
        throw new IllegalStateException(REASON);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        throw new UnsupportedOperationException();
    }
}
