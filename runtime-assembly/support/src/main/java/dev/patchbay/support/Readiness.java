package dev.patchbay.support;

import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The progress of the servers that are configured at the start, each by its name.
 *
 * @param accepting the address of each server that accepts connections
 * @param failed    the faults of each server that cannot start
 * @param waiting   the state of each other server
 */
record Readiness(
        SortedMap<String, String> accepting,
        SortedMap<String, List<String>> failed,
        SortedMap<String, String> waiting) {

    /**
     * Sorts the expected servers by their states. Other servers are ignored.
     *
     * @param expected the configuration file of each expected server, by the name of the server
     * @param servers  the servers that exist
     */
    static Readiness of(Map<String, String> expected, List<ServerSnapshot> servers) {
        Readiness readiness = new Readiness(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        expected.keySet().forEach(name -> readiness.waiting.put(name, "not known to the server bundle"));
        for (ServerSnapshot server : servers) {
            if (expected.containsKey(server.name())) {
                readiness.add(server);
            }
        }
        return readiness;
    }

    /** Returns whether each server either accepts connections or has failed. */
    boolean decided() {
        return waiting.isEmpty();
    }

    /** Returns the names and addresses of the accepting servers, as text for the ready line. */
    String addresses() {
        List<String> words = new ArrayList<>();
        accepting.forEach((name, address) -> words.add(name + "=" + address));
        return words.isEmpty() ? "no server is configured" : String.join(" ", words);
    }

    /** Returns the message for the user if not all servers accept connections. It has one line for each fault. */
    String faults(Map<String, String> expected) {
        List<String> lines = new ArrayList<>();
        failed.forEach((name, faults) ->
                faults.forEach(fault -> lines.add("server " + name + " (" + expected.get(name) + "): " + fault)));
        waiting.forEach((name, state) -> lines.add(
                "server " + name + " (" + expected.get(name) + ") does not accept connections: it is " + state));
        return "not all servers can start:\n  " + String.join("\n  ", lines);
    }

    private void add(ServerSnapshot server) {
        waiting.remove(server.name());
        if (server.state() == ServerState.RUNNING) {
            accepting.put(server.name(), server.address());
        } else if (server.state() == ServerState.FAILED) {
            failed.put(server.name(), server.faults().isEmpty() ? List.of("no reason given") : server.faults());
        } else {
            waiting.put(server.name(), server.state().toString());
        }
    }
}
