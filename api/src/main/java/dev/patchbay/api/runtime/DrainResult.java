package dev.patchbay.api.runtime;

import java.time.Duration;

/**
 * How a drain went. The two counts together are the {@code connectionClosed} events between {@code serverDraining} and
 * {@code serverStopped}, and those connections that could not be closed because a call of their handler never returns.
 *
 * @param finished connections that finished by themselves
 * @param forced   connections that were ended because the deadline had passed: {@code drain.timeout}, or what the stop
 *                 was given in its place
 * @param took     the time from the beginning of the drain to its end
 */
public record DrainResult(int finished, int forced, Duration took) {

    /** Returns whether no connection had to be forced. */
    public boolean graceful() {
        return forced == 0;
    }
}
