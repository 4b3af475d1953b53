package dev.patchbay.support;

import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the servers have come that are to run.
 *
 * @param accepting the address of each server that accepts, by name
 * @param failed    what is wrong with each server that cannot start, by name
 * @param waiting   what is known of each of the others, by name
 */
record Readiness(
        SortedMap<String, String> accepting,
        SortedMap<String, List<String>> failed,
        SortedMap<String, String> waiting) {

    /**
     * Judges.
     *
     * @param expected the configuration file of each server that is to run, by name
     * @param servers  the servers that there are
     */
    static Readiness of(Map<String, String> expected, List<ServerSnapshot> servers) {
        Readiness readiness = new Readiness(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        expected.keySet().forEach(name -> readiness.waiting.put(name, "unknown to the server bundle"));
        for (ServerSnapshot server : servers) {
            if (expected.containsKey(server.name())) {
                readiness.add(server);
            }
        }
        return readiness;
    }

    /** Tells whether there is nothing more to wait for. */
    boolean decided() {
        return waiting.isEmpty();
    }

    /** Returns what stands in the ready line. */
    String addresses() {
        List<String> words = new ArrayList<>();
        accepting.forEach((name, address) -> words.add(name + "=" + address));
        return words.isEmpty() ? "no server is configured" : String.join(" ", words);
    }

    /** Returns what to tell the user if not all servers accept: every fault, each in a line of its own. */
    String faults(Map<String, String> expected) {
        List<String> lines = new ArrayList<>();
        failed.forEach((name, faults) ->
                faults.forEach(fault -> lines.add("server " + name + " (" + expected.get(name) + "): " + fault)));
        waiting.forEach((name, state) ->
                lines.add("server " + name + " (" + expected.get(name) + ") does not accept: it is " + state));
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
