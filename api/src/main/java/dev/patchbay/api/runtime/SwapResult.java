package dev.patchbay.api.runtime;

import java.time.Duration;

/**
 * The result of a swap: what became of the connections that were with the handlers in charge before. Each of them is in one of
 * the three counts, whichever later handler it went to. A connection that an earlier swap was still moving counts here as well.
 *
 * @param moved  connections that were handed over to another handler, or are held for one
 * @param closed connections that ended instead, because the client or a handler closed them or because their call outlasted
 *               {@code swap.timeout}
 * @param stuck  connections whose call has not returned although it was interrupted; the swap did not wait for it any longer, and
 *               an error event says where the call is. If this is 0, no call into a handler that was replaced is running
 * @param took   the time from the choice of the new handler until the last connection had left the others
 */
public record SwapResult(int moved, int closed, int stuck, Duration took) {}
