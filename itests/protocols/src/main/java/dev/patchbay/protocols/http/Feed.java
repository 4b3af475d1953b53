package dev.patchbay.protocols.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Set;

/** Server-sent events for many clients: GET subscribes, and the body of a POST is sent to all subscribers. */
final class Feed implements Resource {

    private static final String GROUP = "dev.patchbay.protocols.http.feed";
    private static final int BODY_MAX = 64 * 1024;

    @Override
    public Set<String> methods() {
        return Set.of("GET", "POST");
    }

    @Override
    public long bodyMax() {
        return BODY_MAX;
    }

    @Override
    public void begin(Exchange exchange) {
        if (exchange.request().method().equals("GET")) {
            // A client that has read the beginning of the answer gets whatever is published from then on.
            exchange.conn().group(GROUP).join(exchange.conn().ref());
            exchange.begin("200 OK", "text/event-stream", -1);
        } else {
            exchange.keep("");
        }
    }

    @Override
    public void body(Exchange exchange, ByteBuffer part) {
        exchange.keep(exchange.state() + ISO_8859_1.decode(part).toString());
    }

    /** Publishes, or leaves the answer open until a drain. */
    @Override
    public boolean answer(Exchange exchange) {
        if (exchange.request().method().equals("POST")) {
            int subscribers = exchange.conn().group(GROUP).send(exchange.state());
            exchange.respond("200 OK", "text/plain", (subscribers + "\n").getBytes(ISO_8859_1));
        } else if (!exchange.conn().isDraining()) {
            exchange.conn().pauseInput();
            return false;
        } else {
            exchange.end();
        }
        return true;
    }

    /** Sends a subscriber what was published. */
    @Override
    public void message(Exchange exchange, Object event) {
        exchange.write(ISO_8859_1.encode("data: " + event + "\n\n"));
    }
}
