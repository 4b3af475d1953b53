package dev.patchbay.protocols.chat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.FrameEncoder;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.SlowConsumer;
import java.nio.ByteBuffer;

/** A room in which everybody gets every line. A member who has too many lines waiting is shown out. */
@HandlerProperties(name = "chat", execution = HandlerExecution.EVENT_LOOP)
public final class ChatHandler implements Handler {

    private static final String ROOM = "dev.patchbay.protocols.chat.room";
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_WAITING = 1000;

    @Override
    public void opened(ConnContext conn) {
        conn.mailbox(MOST_WAITING, SlowConsumer.CLOSE);
        conn.group(ROOM).join(conn.ref());
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        ByteBuffer line;
        while ((line = Frames.line(conn, in, LONGEST_LINE)) != null) {
            conn.group(ROOM).send(FrameEncoder.line(line));
        }
    }
}
