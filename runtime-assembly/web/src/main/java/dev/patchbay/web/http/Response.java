package dev.patchbay.web.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The response to a request, which is sent once: whole, or as a stream. For the thread of its connection. */
public final class Response {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(204, "No Content"),
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(505, "HTTP Version Not Supported"));

    private final Link link;

    /** Null if the request could not be read. */
    private final Request request;

    private boolean begun;
    private boolean last;

    Response(Link link, Request request) {
        this.link = link;
        this.request = request;
        this.last = request == null || request.isLast();
    }

    /** Sends a text for people. */
    public void text(int status, String text, String... headers) throws IOException {
        bytes(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8), headers);
    }

    /**
     * Sends a body.
     *
     * @param type    its media type; null for a response without a body
     * @param headers names and values in turn
     */
    public void bytes(int status, String type, byte[] body, String... headers) throws IOException {
        StringBuilder head = begin(status, type, headers);
        if (type != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        end(head);
        if (!isHead()) {
            link.output().write(body);
        }
        link.output().flush();
    }

    /**
     * Sends the head of a response without a length, and returns the stream of its body, which sends each write and whose end
     * is its close; null if only the head is wanted.
     */
    public OutputStream stream(int status, String type, String... headers) throws IOException {
        boolean chunked = request != null && request.isHttp11();
        StringBuilder head = begin(status, type, headers);
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        end(head);
        link.output().flush();
        if (isHead()) {
            return null;
        }
        return chunked ? new Chunks(link.output()) : link.output();
    }

    private StringBuilder begin(int status, String type, String... headers) throws IOException {
        if (begun) {
            throw new IOException("a second response to one request");
        }
        begun = true;
        if (link.isDraining() && !link.hasInput()) {
            last = true;
        }
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(status).append(' ').append(REASONS.getOrDefault(status, "Other"));
        line(head, "\r\nDate", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (type != null) {
            line(head, "Content-Type", type);
        }
        line(head, "Cache-Control", "no-store");
        line(head, "X-Content-Type-Options", "nosniff");
        for (int i = 0; i < headers.length; i += 2) {
            line(head, headers[i], headers[i + 1]);
        }
        if (last) {
            line(head, "Connection", "close");
        }
        return head;
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private void end(StringBuilder head) throws IOException {
        head.append("\r\n");
        link.output().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private boolean isHead() {
        return request != null && request.isHead();
    }

    /** Refuses the request, and ends the connection unless its next request is known to begin after this one. */
    void refuse(Refusal refusal, boolean goesOn) throws IOException {
        last |= !goesOn;
        text(refusal.status(), refusal.getMessage(), refusal.headers());
    }

    /** Returns whether a part of the response was sent. */
    boolean hasBegun() {
        return begun;
    }

    /** Returns whether the connection ends after this response. */
    boolean isLast() {
        return last;
    }
}
