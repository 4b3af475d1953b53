package dev.patchbay.api.runtime;

import java.time.Duration;

/**
 * How a drain went.
 *
 * @param finished connections that finished by themselves
 * @param forced   connections that were closed because {@code drain.timeout} had passed
 * @param took     the time from the beginning of the drain to its end
 */
public record DrainResult(int finished, int forced, Duration took) {

    /** Tells whether no connection had to be forced. */
    public boolean graceful() {
        return forced == 0;
    }
}
