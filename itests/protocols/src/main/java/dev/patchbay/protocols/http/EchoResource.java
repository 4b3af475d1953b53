package dev.patchbay.protocols.http;

import java.nio.ByteBuffer;
import java.util.Set;

/** Answers a request with its own body, which it sends back as it comes. */
final class EchoResource implements Resource {

    @Override
    public Set<String> methods() {
        return Set.of("POST", "PUT");
    }

    @Override
    public long bodyMax() {
        return Long.MAX_VALUE;
    }

    @Override
    public void begin(Exchange exchange) {
        exchange.begin("200 OK", "application/octet-stream", exchange.request().bodyLength());
    }

    @Override
    public void body(Exchange exchange, ByteBuffer part) {
        exchange.write(part);
    }

    @Override
    public boolean answer(Exchange exchange) {
        exchange.end();
        return true;
    }
}
