package dev.patchbay.command.top;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.inspect.Servers;
import dev.patchbay.command.rpc.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Patchbay has said of itself at one moment. Immutable.
 *
 * @param nanos       the time at which it was said
 * @param status      the whole process
 * @param servers     the servers of interest
 * @param connections their connections; empty if there are too many to ask for
 */
record Sample(long nanos, Document status, List<Document> servers, List<Document> connections) {

    /** More connections are not asked for: it would cost the servers more than it tells. */
    private static final long MOST_CONNECTIONS = 5_000;

    private static final double NANOS_PER_SECOND = 1e9;

    /** Asks a Patchbay for a server, or for all if that is null. */
    static Sample of(Host host, String server) throws CommandFailure {
        Document status = Document.of(host.call("patchbay.status"));
        List<Document> servers = new ArrayList<>();
        long connections = 0;
        for (Document known : status.objects("servers")) {
            if (server == null || server.equals(known.text("name"))) {
                servers.add(known);
                connections += known.number("connections");
            }
        }
        return new Sample(
                System.nanoTime(),
                status,
                servers,
                servers.isEmpty() || connections > MOST_CONNECTIONS
                        ? List.of()
                        : Document.list(host.call("patchbay.connections", "server", server)));
    }

    /** Returns the time since another sample. */
    double secondsSince(Sample before) {
        return Math.max(1, nanos - before.nanos) / NANOS_PER_SECOND;
    }

    /** Returns how many servers serve. */
    long serving() {
        return servers.stream()
                .filter(server -> Servers.state(server).equals(Servers.SERVING))
                .count();
    }

    /** Returns a server of this sample; null if it has none of that name. */
    Document server(String name) {
        return servers.stream()
                .filter(server -> server.text("name").equals(name))
                .findFirst()
                .orElse(null);
    }
}
