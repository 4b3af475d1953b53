package dev.patchbay.itests.plugin;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;

/** Cannot be activated. Tests make a bundle of it. */
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
