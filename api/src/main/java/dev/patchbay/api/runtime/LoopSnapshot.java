package dev.patchbay.api.runtime;

import java.time.Duration;

/**
 * An event loop of a server at one moment. Immutable.
 *
 * @param name        the name of the loop and of its thread
 * @param connections the number of live connections that belong to it
 * @param longestCall how long the handler call that occupies the loop has been running; zero if there is none
 * @param rescues     how often another thread took over the loop because a handler blocked it
 * @param cpuTime     the processor time of the threads that have carried the loop; zero where the Java virtual machine does not
 *                    measure it. A difference of two, divided by the time between them, is the utilisation of the loop
 */
public record LoopSnapshot(String name, int connections, Duration longestCall, long rescues, Duration cpuTime) {}
