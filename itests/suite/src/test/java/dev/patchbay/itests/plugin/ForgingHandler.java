package dev.patchbay.itests.plugin;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Fails with what the client has sent as its message. Tests build a bundle from it. */
public final class ForgingHandler implements Handler {

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        byte[] text = new byte[in.remaining()];
        in.get(text);
        throw new IllegalStateException("request failed: " + new String(text, StandardCharsets.UTF_8));
    }
}
