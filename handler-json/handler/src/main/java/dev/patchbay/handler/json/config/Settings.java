package dev.patchbay.handler.json.config;

import java.time.Duration;

/**
 * The handler's limits, complete and valid.
 *
 * @param messageMax        the longest message, in bytes, without its framing
 * @param depthMax          how deep arrays and objects may be nested in a message
 * @param numberMax         how many characters a number may have
 * @param batchMax          how many requests a batch may hold
 * @param inFlightMax       how many requests of one connection run at the same time; then reading pauses
 * @param inOrder           whether the answers of a connection keep the order of its requests
 * @param unregisterTimeout how long the unregistration of a method service waits for calls that are running
 * @param threadsMax        platform threads for methods, where there are no virtual ones
 */
public record Settings(
        int messageMax,
        int depthMax,
        int numberMax,
        int batchMax,
        int inFlightMax,
        boolean inOrder,
        Duration unregisterTimeout,
        int threadsMax) {

    /** What holds without any configuration. */
    public static final Settings DEFAULTS =
            new Settings(1_000_000, 100, 1_000, 1_000, 64, false, Duration.ofSeconds(5), 200);
}
