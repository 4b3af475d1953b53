package dev.patchbay.api.runtime;

import java.time.Duration;

/**
 * An event loop of a server at one moment.
 *
 * @param name        its name, which is that of its thread
 * @param connections live connections that belong to it
 * @param longestCall how long the handler's call that keeps the loop at this moment has been running; zero if none does
 * @param rescues     how often a handler blocked the loop, so that another thread carries it on
 */
public record LoopSnapshot(String name, int connections, Duration longestCall, long rescues) {}
