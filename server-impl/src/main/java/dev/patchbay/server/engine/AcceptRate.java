package dev.patchbay.server.engine;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket: a token for each new connection, so many a second, and no more than a second's worth at once. Owned by
 * the thread of the acceptor's loop.
 */
final class AcceptRate {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private int rate;

    /** Tokens in the bucket, in nanoseconds of refilling: a token is a second divided by the rate. */
    private long filled;

    private long filledAt;

    /**
     * Takes a token.
     *
     * @param perSecond the rate, which may change from call to call; 0 for no limit
     * @return 0 if there was one, or how many nanoseconds it takes until there will be
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
