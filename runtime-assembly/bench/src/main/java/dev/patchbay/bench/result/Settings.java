package dev.patchbay.bench.result;

/**
 * What was asked of a run.
 *
 * @param target      the server, as the user called it
 * @param exchange    what was exchanged, in words
 * @param connections connections
 * @param depth       messages under way on each
 * @param threads     threads of the load
 * @param rate        messages a second; 0 for as many as the server takes
 * @param reconnect   whether each message had a connection of its own
 * @param warmupMillis   the time before anything was measured
 * @param durationMillis the time that was to be measured
 */
public record Settings(
        String target,
        String exchange,
        int connections,
        int depth,
        int threads,
        long rate,
        boolean reconnect,
        long warmupMillis,
        long durationMillis) {

    /** Returns all of it in a line. */
    public String line() {
        return exchange + ", " + connections + (connections == 1 ? " connection" : " connections")
                + (reconnect ? ", a new one for each message" : "")
                + (depth > 1 ? ", " + depth + " messages under way on each" : "")
                + (rate > 0 ? ", " + rate + " messages a second" : ", as fast as the server answers");
    }
}
