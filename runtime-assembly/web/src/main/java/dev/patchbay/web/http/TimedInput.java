package dev.patchbay.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;

/** The bytes of a client that has to send a request within {@link Limits#REQUEST}, counted from its first byte. */
final class TimedInput extends InputStream {

    private final Link link;

    /** When the request has to be there, by {@link System#nanoTime}. */
    private long deadline;

    private boolean begun;
    private boolean ended;

    TimedInput(Link link) {
        this.link = link;
    }

    /** Starts with the next request, whose first byte may come at any time. */
    void nextRequest() {
        begun = false;
    }

    /** Limits the time of all further reads. */
    void limit(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
        begun = true;
    }

    /** Returns whether a byte of the request has come. */
    boolean hasBegun() {
        return begun;
    }

    /** Returns whether the end of the input was read. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        link.readTimeout(begun ? left() : Duration.ZERO);
        int count = link.input().read(target, offset, length);
        if (!begun && count > 0) {
            limit(Limits.REQUEST);
        }
        ended |= count < 0;
        return count;
    }

    private Duration left() throws SocketTimeoutException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the request is not complete in time");
        }
        // Not zero milliseconds, which would mean no limit.
        return Duration.ofNanos(left).plusMillis(1);
    }
}
