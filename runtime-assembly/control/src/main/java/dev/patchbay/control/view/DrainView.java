package dev.patchbay.control.view;

import dev.patchbay.api.runtime.DrainResult;

/**
 * The result of a drain.
 *
 * @param stopped    whether the server has stopped; false for the server of the caller, which cannot wait for that
 * @param finished   connections that finished by themselves
 * @param forced     connections that were ended because the time was over
 * @param tookMillis the time from the beginning of the drain to its end
 */
public record DrainView(boolean stopped, int finished, int forced, long tookMillis) {

    /** A drain that goes on after the answer. */
    public static final DrainView GOES_ON = new DrainView(false, 0, 0, 0);

    /** Returns the view of a result. */
    public static DrainView of(DrainResult result) {
        return new DrainView(
                true, result.finished(), result.forced(), result.took().toMillis());
    }
}
