package dev.patchbay.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a request, as the library takes it out of its framing. */
final class RequestBody {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Null if there is no body. */
    private final InputStream content;

    private final long length;

    /** Where a client is told to send the body; null if it does not wait for that. */
    private OutputStream permission;

    private boolean read;

    /**
     * Creates a body that was not read yet.
     *
     * @param content    the bytes without their framing; null if there is no body
     * @param length     the number of bytes; negative if the framing tells it as they come
     * @param permission where the client is told to send; null if it does not wait for that
     */
    RequestBody(InputStream content, long length, OutputStream permission) {
        this.content = content;
        this.length = length;
        this.permission = permission;
    }

    byte[] read() throws Refusal, IOException {
        if (content == null) {
            return new byte[0];
        }
        if (length > Limits.BODY) {
            throw tooLarge();
        }
        if (permission != null) {
            permission.write(CONTINUE);
            permission.flush();
            permission = null;
        }
        byte[] bytes = content.readNBytes(Limits.BODY + 1);
        if (bytes.length > Limits.BODY) {
            throw tooLarge();
        }
        read = true;
        return bytes;
    }

    private static Refusal tooLarge() {
        return new Refusal(413, "The body is larger than " + Limits.BODY + " bytes; send less at once.");
    }

    /** Returns whether the next bytes of the client are its next request: reads a body that nobody wanted, if it comes anyway. */
    boolean isOver() throws IOException {
        if (content == null || read) {
            return true;
        }
        try {
            // A client that waits for permission does not send now, and may still.
            return permission == null && read() != null;
        } catch (Refusal tooLarge) {
            return false;
        }
    }
}
