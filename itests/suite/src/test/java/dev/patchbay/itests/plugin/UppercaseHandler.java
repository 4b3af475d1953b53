package dev.patchbay.itests.plugin;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;

/** Sends every byte back, with lower-case letters as capitals. Tests build a bundle from it. */
public final class UppercaseHandler implements Handler {

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        ByteBuffer answer = ByteBuffer.allocate(in.remaining());
        while (in.hasRemaining()) {
            byte letter = in.get();
            answer.put((byte) (letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter));
        }
        conn.write(answer.flip());
    }
}
