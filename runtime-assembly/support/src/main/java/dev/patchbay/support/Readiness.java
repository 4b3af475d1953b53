package dev.patchbay.support;

import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The progress of the servers that are configured at the start, each by its name.
 *
 * @param accepting the address of each server that accepts connections
 * @param control   the names of those among them that only operators use
 * @param failed    the faults of each server that cannot start
 * @param waiting   the state of each other server
 */
record Readiness(
        SortedMap<String, String> accepting,
        SortedSet<String> control,
        SortedMap<String, List<String>> failed,
        SortedMap<String, String> waiting) {

    /**
     * Sorts the expected servers by their states. Other servers are ignored.
     *
     * @param expected the configuration file of each expected server, by the name of the server
     * @param servers  the servers that exist
     * @param unusable why configuration files cannot be used, by the name of the server
     */
    static Readiness of(Map<String, String> expected, List<ServerSnapshot> servers, Map<String, String> unusable) {
        Readiness readiness = new Readiness(new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), new TreeMap<>());
        expected.keySet().forEach(name -> readiness.waiting.put(name, "not known to the server bundle"));
        for (ServerSnapshot server : servers) {
            if (expected.containsKey(server.name())) {
                readiness.add(server);
            }
        }
        unusable.forEach((name, fault) -> {
            if (readiness.waiting.remove(name) != null) {
                readiness.failed.put(name, List.of(fault));
            }
        });
        return readiness;
    }

    /** Returns whether each server either accepts connections or has failed. */
    boolean decided() {
        return waiting.isEmpty();
    }

    /** Returns whether servers are configured and none of them accepts connections, except from operators. */
    boolean nothingServes() {
        return control.containsAll(accepting.keySet()) && !(failed.isEmpty() && waiting.isEmpty());
    }

    /** Returns whether a server is for operators alone. */
    static boolean isControl(ServerSnapshot server) {
        return server.configuration().getOrDefault("handler.target", "").contains("(handler.name=control)");
    }

    /** Returns whether each server accepts connections. */
    boolean complete() {
        return failed.isEmpty() && waiting.isEmpty();
    }

    /** Returns the text for the ready line: the names and addresses of the accepting servers, then the names of the others. */
    String summary() {
        List<String> words = new ArrayList<>();
        accepting.forEach((name, address) -> words.add(LogText.of(name + "=" + address)));
        if (words.isEmpty()) {
            words.add("no server is configured");
        }
        SortedMap<String, Object> others = new TreeMap<>(failed);
        others.putAll(waiting);
        if (!others.isEmpty()) {
            words.add("failed:");
            others.keySet().forEach(name -> words.add(LogText.of(name)));
        }
        return String.join(" ", words);
    }

    /** Returns the message for the user if not all servers accept connections. It has one line for each fault. */
    String faults(Map<String, String> expected) {
        return "not all servers can start:\n  " + String.join("\n  ", faultLines(expected));
    }

    /** Returns a line for each fault of a server that does not accept connections. */
    List<String> faultLines(Map<String, String> expected) {
        List<String> lines = new ArrayList<>();
        failed.forEach((name, faults) ->
                faults.forEach(fault -> lines.add("server " + name + " (" + expected.get(name) + "): " + fault)));
        return Stream.concat(lines.stream().map(LogText::of), waitingLines(expected).stream())
                .toList();
    }

    /** Returns a line for each server that neither accepts connections nor has failed. */
    List<String> waitingLines(Map<String, String> expected) {
        List<String> lines = new ArrayList<>();
        waiting.forEach((name, state) -> lines.add(
                "server " + name + " (" + expected.get(name) + ") does not accept connections: it is " + state));
        return lines.stream().map(LogText::of).toList();
    }

    private void add(ServerSnapshot server) {
        waiting.remove(server.name());
        if (server.state() == ServerState.RUNNING) {
            accepting.put(server.name(), server.address());
            if (isControl(server)) {
                control.add(server.name());
            }
        } else if (server.state() == ServerState.FAILED) {
            failed.put(server.name(), server.faults().isEmpty() ? List.of("no reason given") : server.faults());
        } else {
            waiting.put(server.name(), server.state().toString());
        }
    }
}
