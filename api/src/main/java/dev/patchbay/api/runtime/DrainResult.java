package dev.patchbay.api.runtime;

import java.time.Duration;

/**
 * The result of a drain. The sum of the two counts is the number of {@code connectionClosed} events between {@code
 * serverDraining} and {@code serverStopped}, plus the connections that could not be closed because a call of their handler
 * never returns.
 *
 * @param finished connections that finished by themselves
 * @param forced   connections that were ended because the deadline had passed, which is {@code drain.timeout} or the time
 *                 given to the stop
 * @param took     the time from the beginning of the drain to its end
 */
public record DrainResult(int finished, int forced, Duration took) {

    /** {@return whether all connections finished by themselves} */
    public boolean graceful() {
        return forced == 0;
    }
}
