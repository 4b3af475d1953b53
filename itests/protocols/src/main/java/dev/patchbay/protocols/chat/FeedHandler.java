package dev.patchbay.protocols.chat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.SlowConsumer;
import java.nio.ByteBuffer;

/** Sends its clients what a feed publishes. One that reads too slowly misses the oldest messages, as is right for prices. */
@HandlerProperties(name = "feed", execution = HandlerExecution.EVENT_LOOP)
public final class FeedHandler implements Handler {

    private static final int MOST_WAITING = 100;

    private final Feed feed;

    /** Creates a handler for a feed. */
    public FeedHandler(Feed feed) {
        this.feed = feed;
    }

    @Override
    public void opened(ConnContext conn) {
        conn.mailbox(MOST_WAITING, SlowConsumer.DROP_OLDEST);
        ConnectionGroup subscribers = conn.group("dev.patchbay.protocols.chat.feed");
        subscribers.join(conn.ref());
        feed.subscribers(subscribers);
    }

    /** Clients only listen. */
    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        in.position(in.limit());
    }

    /** A feed never ends by itself. */
    @Override
    public void draining(ConnContext conn) {
        conn.close();
    }
}
