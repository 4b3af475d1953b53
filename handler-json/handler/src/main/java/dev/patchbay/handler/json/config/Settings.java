package dev.patchbay.handler.json.config;

import java.time.Duration;

/**
 * The handler's settings, validated and immutable.
 *
 * @param messageMax the longest message in bytes, without its framing
 * @param depthMax how deep arrays and objects may be nested in a message
 * @param numberMax how many characters a number may have
 * @param batchMax how many requests a batch may hold
 * @param inFlightMax how many requests of one connection may be in flight before its input is paused
 * @param answersMax how many bytes of responses that cannot be sent yet are kept for one connection, and for one batch
 * @param inOrder whether responses are sent in the order of their requests
 * @param unregisterTimeout how long the unregistration of a method service waits for running calls
 * @param threadsMax how many platform threads run methods where virtual threads are not available
 */
public record Settings(
        int messageMax,
        int depthMax,
        int numberMax,
        int batchMax,
        int inFlightMax,
        int answersMax,
        boolean inOrder,
        Duration unregisterTimeout,
        int threadsMax) {

    /** The settings of a handler without a configuration. */
    public static final Settings DEFAULTS =
            new Settings(1_000_000, 100, 1_000, 1_000, 64, 4_000_000, false, Duration.ofSeconds(5), 200);
}
