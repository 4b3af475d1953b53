package com.example.answers;

import com.example.host.Layers;
import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import java.nio.ByteBuffer;

/** Answers each line with a letter of its own and the line. */
@HandlerProperties(name = "answers", execution = HandlerExecution.EVENT_LOOP)
public final class Answers implements Handler {

    private static final byte LETTER = 'A';

    public Answers() {
        Layers.joined(this);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        ByteBuffer line;
        while ((line = Frames.line(in, 1000)) != null) {
            ByteBuffer answer = ByteBuffer.allocate(line.remaining() + 1);
            answer.put(line).put((byte) '\n').put(0, LETTER);
            conn.write(answer.flip());
        }
    }
}
