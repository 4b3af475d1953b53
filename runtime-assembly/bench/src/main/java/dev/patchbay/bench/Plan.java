package dev.patchbay.bench;

import dev.patchbay.bench.exchange.Exchange;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run does. The caller has checked the numbers.
 *
 * @param target      what the user calls the server
 * @param socket      the path of its socket
 * @param exchange    what is sent, and what has to come back
 * @param connections how many connections there are
 * @param depth       how many messages may be under way on each
 * @param threads     how many threads make the load, at most one for each connection
 * @param rate        messages a second; 0 for as many as the server takes
 * @param reconnect   whether each message has a connection of its own
 * @param warmup      how long the load runs before anything is measured
 * @param duration    how long is measured
 */
public record Plan(
        String target,
        Path socket,
        Exchange exchange,
        int connections,
        int depth,
        int threads,
        long rate,
        boolean reconnect,
        Duration warmup,
        Duration duration) {}
