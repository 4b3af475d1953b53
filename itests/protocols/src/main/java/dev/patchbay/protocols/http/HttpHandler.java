package dev.patchbay.protocols.http;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.FrameTooLongException;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Serves HTTP/1.1 and HTTP/1.0: requests in a row or pipelined, bodies with a length or in chunks, both ways. */
public final class HttpHandler implements Handler {

    private static final String HEAD = "dev.patchbay.protocols.http.head";
    private static final String BODY = "dev.patchbay.protocols.http.body";
    private static final int HEAD_MAX = 16 * 1024;
    private static final ByteBuffer CONTINUE =
            StandardCharsets.US_ASCII.encode("HTTP/1.1 100 Continue\r\n\r\n").asReadOnlyBuffer();

    private final Map<String, Resource> resources;

    /**
     * Creates a handler.
     *
     * @param resources the resources, each by its path; one that ends with a slash answers for all paths that begin with it
     */
    HttpHandler(Map<String, Resource> resources) {
        this.resources = Map.copyOf(resources);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) throws Exception {
        try {
            boolean more = true;
            while (more && in.hasRemaining() && conn.isWritable()) {
                more = conn.isOutputEnded() ? discard(in) : serve(conn, in);
            }
        } catch (HttpError error) {
            refuse(conn, error);
        }
    }

    @Override
    public void message(ConnContext conn, Object message) throws Exception {
        Object head = conn.attributes().get(HEAD);
        if (head != null) {
            Request request = Request.parse((String) head);
            resource(request).message(new Exchange(conn, request), message);
        }
    }

    @Override
    public void draining(ConnContext conn) {
        conn.resumeInput(); // An answer that waits for its time learns that it has to end.
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) throws Exception {
        if (reason.endsConnection()) {
            forget(conn);
        }
    }

    /** Serves what can be served of one request; returns whether it was answered. */
    private boolean serve(ConnContext conn, ByteBuffer in) throws Exception {
        Object head = conn.attributes().get(HEAD);
        if (head == null) {
            return begin(conn, in);
        }
        Exchange exchange = new Exchange(conn, Request.parse((String) head));
        return proceed(
                exchange,
                resource(exchange.request()),
                Body.of(conn.attributes().get(BODY)),
                in);
    }

    private boolean begin(ConnContext conn, ByteBuffer in) throws Exception {
        int start = in.position();
        ByteBuffer block = headerBlock(in);
        if (block == null || !block.hasRemaining()) {
            return block != null;
        }
        Request request = Request.parse(Body.block(block, in.position() - start));
        Resource resource = resource(request);
        Body body = Body.of(request, resource.bodyMax());
        Exchange exchange = new Exchange(conn, request);
        if (request.awaitsContinue() && !body.isWhole() && !in.hasRemaining()) {
            conn.write(CONTINUE.duplicate());
        }
        resource.begin(exchange);
        if (body.isWhole()) {
            in.position(in.position() - 1);
        }
        return proceed(exchange, resource, body, in);
    }

    /** Takes a head. All bytes are searched, since an earlier call may have left whole requests. */
    private static ByteBuffer headerBlock(ByteBuffer in) {
        try {
            return Frames.headerBlock(in, HEAD_MAX);
        } catch (FrameTooLongException tooLong) {
            throw new HttpError("431 Request Header Fields Too Large");
        }
    }

    /** Returns what answers a request. The error of a request with a body is thrown, so that the body need not be read. */
    private Resource resource(Request request) {
        String path = request.path();
        Resource resource = resources.getOrDefault(path, resources.get(path.substring(0, path.indexOf('/', 1) + 1)));
        HttpError error = request.objection(resource);
        if (error != null && request.bodyLength() != 0) {
            throw error;
        }
        return error == null
                ? resource
                : exchange -> {
                    throw error;
                };
    }

    /** Takes what has come of the body, then answers; the last byte of the request stays until the answer is complete. */
    private static boolean proceed(Exchange exchange, Resource resource, Body body, ByteBuffer in) throws Exception {
        while (!body.isWhole()) {
            ByteBuffer part = exchange.conn().isWritable() ? body.take(in) : null;
            if (part == null) {
                return keep(exchange, body);
            }
            if (body.isWhole()) {
                in.position(in.position() - 1);
            }
            resource.body(exchange, part);
        }
        try {
            if (!resource.answer(exchange)) {
                return keep(exchange, body);
            }
        } catch (HttpError error) {
            exchange.respond(error);
        }
        in.get();
        forget(exchange.conn());
        if (!exchange.keepsAlive()) {
            linger(exchange.conn());
        }
        return true;
    }

    private static boolean keep(Exchange exchange, Body body) {
        exchange.conn().attributes().put(HEAD, exchange.request().text());
        exchange.conn().attributes().put(BODY, body.progress());
        return false;
    }

    private static void forget(ConnContext conn) throws Exception {
        if (!conn.attributes().isEmpty()) {
            conn.attributes().remove(HEAD);
            conn.attributes().remove(BODY);
            Exchange.forget(conn);
        }
    }

    /** Answers a request whose end is not known, or not wanted. */
    private static void refuse(ConnContext conn, HttpError error) throws Exception {
        if (Exchange.hasBegun(conn)) {
            conn.abort();
        } else {
            forget(conn);
            Exchange.refuse(conn, error);
            linger(conn);
        }
    }

    /** Ends the connection, but lets a client that is still sending read the answer first. */
    private static void linger(ConnContext conn) {
        conn.endOutput();
        conn.idleTimeout(Duration.ofSeconds(5));
    }

    private static boolean discard(ByteBuffer in) {
        in.position(in.limit());
        return false;
    }
}
