package dev.patchbay.itests.plugin;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;

/** Sends every byte back, on a thread that may block. Tests build a bundle from it. */
public final class MirrorHandler implements Handler {

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        conn.write(in);
    }
}
