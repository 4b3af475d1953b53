package dev.patchbay.server.engine;

import java.util.concurrent.TimeUnit;

/**
 * Limits the rate of new connections with a token bucket. Each connection takes a token, and the bucket holds the
 * tokens of one second. Owned by the thread of the acceptor's loop.
 */
final class AcceptRate {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Tokens per second at the last call. */
    private int rate;

    /** The content of the bucket, as the time that it takes to fill it; a token is a second divided by the rate. */
    private long filled;

    /** The time of the last call. */
    private long filledAt;

    /**
     * Takes a token.
     *
     * @param perSecond the rate, which may change from call to call; 0 for no limit
     * @return 0 if there was a token, otherwise the number of nanoseconds until there will be one
     */
    long take(int perSecond, long nowNanos) {
        if (perSecond != rate) {
            rate = perSecond;
            filled = SECOND;
        } else {
            filled = Math.min(SECOND, filled + nowNanos - filledAt);
        }
        filledAt = nowNanos;
        if (rate == 0) {
            return 0;
        }
        long token = SECOND / rate;
        if (filled >= token) {
            filled -= token;
            return 0;
        }
        return token - filled;
    }
}
