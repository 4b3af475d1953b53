package dev.patchbay.handler.json.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which definition each configuration has in force, given all configurations and the definitions of the handlers that
 * run. A faulty configuration changes nothing: its handler, if it runs, keeps the definition that it has. No two handlers
 * have the same name. The default handler has the name only as long as no other configuration takes it.
 */
public final class InForce {

    /** The PID of the default handler. */
    private final String defaultPid;

    private final Map<String, Configured> wanted;
    private final Map<String, HandlerDefinition> running;

    /** Whether the default handler has a configuration. */
    private final boolean isConfigured;

    private final Map<String, HandlerDefinition> definitions = new TreeMap<>();
    private final Map<String, List<String>> faults = new TreeMap<>();

    /** The PID of the configuration that has a name. */
    private final Map<String, String> owners = new TreeMap<>();

    /** The PIDs of configurations whose handlers stay what they are. */
    private final Set<String> unchanged = new HashSet<>();

    private InForce(HandlerKind kind, Map<String, Configured> wanted, Map<String, HandlerDefinition> running) {
        this.defaultPid = kind.pid();
        this.wanted = new TreeMap<>(wanted);
        this.running = running;
        this.isConfigured = wanted.containsKey(defaultPid);
        this.wanted.putIfAbsent(defaultPid, new Configured(kind.definition().name(), List.of(), kind.definition()));
    }

    /**
     * Decides.
     *
     * @param kind the kind of all these handlers
     * @param wanted all configurations by PID, without one for the default handler if it is not configured
     * @param running the definitions of the handlers that run, by PID
     */
    public static InForce of(HandlerKind kind, Map<String, Configured> wanted, Map<String, HandlerDefinition> running) {
        InForce result = new InForce(kind, wanted, running);
        result.wanted.forEach((pid, configured) -> {
            if (!configured.faults().isEmpty()) {
                result.faults.put(pid, new ArrayList<>(configured.faults()));
                result.unchanged.add(pid);
            }
        });
        while (!result.assign()) {
            result.definitions.clear();
            result.owners.clear();
        }
        result.addDefault();
        return result;
    }

    /** Returns the definitions in force, by PID. */
    public Map<String, HandlerDefinition> definitions() {
        return definitions;
    }

    /** Returns what is wrong with configurations, by PID. */
    public Map<String, List<String>> faults() {
        return faults;
    }

    /** Gives each configuration its name; returns false if one has to stay what it is, so that all is to be done anew. */
    private boolean assign() {
        for (String pid : unchanged) {
            if (!pid.equals(defaultPid) && running.containsKey(pid)) {
                take(pid, running.get(pid));
            }
        }
        List<String> others = wanted.keySet().stream()
                .filter(pid -> !pid.equals(defaultPid) && !unchanged.contains(pid))
                .sorted(Comparator.comparing((String pid) -> !keepsItsName(pid)))
                .toList();
        for (String pid : others) {
            HandlerDefinition definition = wanted.get(pid).definition();
            if (owners.containsKey(definition.name())) {
                addNameFault(pid, definition.name());
                unchanged.add(pid);
                return false;
            }
            take(pid, definition);
        }
        return true;
    }

    private boolean keepsItsName(String pid) {
        HandlerDefinition runs = running.get(pid);
        return runs != null && runs.name().equals(wanted.get(pid).definition().name());
    }

    /** The default handler yields its name to any other configuration that has it. */
    private void addDefault() {
        Configured configured = wanted.get(defaultPid);
        HandlerDefinition runs = running.get(defaultPid);
        boolean isFaulty = !configured.faults().isEmpty();
        if (isFaulty && runs != null) {
            takeIfFree(runs);
        } else if (configured.definition() != null && (runs != null || !isClaimed(configured.name()))) {
            boolean taken = takeIfFree(configured.definition());
            if (!taken && isConfigured) {
                addNameFault(defaultPid, configured.name());
                taken = runs != null && takeIfFree(runs);
            }
        }
    }

    /**
     * Returns whether a faulty configuration would have the name. The default handler, if it does not run yet, leaves the
     * name to it, because it would probably offer more methods under that name than it should.
     */
    private boolean isClaimed(String name) {
        return unchanged.stream()
                .anyMatch(pid -> !pid.equals(defaultPid)
                        && !running.containsKey(pid)
                        && name.equals(wanted.get(pid).name()));
    }

    private boolean takeIfFree(HandlerDefinition definition) {
        boolean free = !owners.containsKey(definition.name());
        if (free) {
            take(defaultPid, definition);
        }
        return free;
    }

    private void addNameFault(String pid, String name) {
        faults.computeIfAbsent(pid, key -> new ArrayList<>())
                .add("handler.name = " + name + ": the configuration " + owners.get(name)
                        + " has this name; give each its own");
    }

    private void take(String pid, HandlerDefinition definition) {
        definitions.put(pid, definition);
        owners.put(definition.name(), pid);
    }
}
