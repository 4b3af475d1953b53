package dev.patchbay.protocols.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Answers with the SHA-256 of the request's body.
 *
 * @param bodyMax the greatest length of a body in bytes
 */
record DigestResource(long bodyMax) implements Resource {

    @Override
    public Set<String> methods() {
        return Set.of("POST", "PUT");
    }

    @Override
    public void begin(Exchange exchange) {
        try {
            exchange.keep(MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    @Override
    public void body(Exchange exchange, ByteBuffer part) {
        ((MessageDigest) exchange.state()).update(part);
    }

    @Override
    public boolean answer(Exchange exchange) {
        String digest = HexFormat.of().formatHex(((MessageDigest) exchange.state()).digest());
        exchange.respond("200 OK", "text/plain", (digest + "\n").getBytes(US_ASCII));
        return true;
    }
}
