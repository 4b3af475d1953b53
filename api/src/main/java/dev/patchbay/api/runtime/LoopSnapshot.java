package dev.patchbay.api.runtime;

import java.time.Duration;

/**
 * An event loop of a server at one moment. Immutable.
 *
 * @param name        the name of the loop and of its thread
 * @param connections the number of live connections that belong to it
 * @param longestCall how long the handler call that occupies the loop has been running; zero if there is none
 * @param rescues     how often another thread took over the loop because a handler blocked it
 */
public record LoopSnapshot(String name, int connections, Duration longestCall, long rescues) {}
