package dev.patchbay.control.caller;

import java.util.HashMap;
import java.util.Map;

/**
 * The names of processes, each looked up once, because one process may have all connections of a server. Used by one thread, for
 * one answer.
 */
public final class ProcessNames {

    /** A process, and the user that it had. */
    private record Id(long pid, long uid) {}

    /** With an empty name for a process that has none. */
    private final Map<Id, String> names = new HashMap<>();

    /** Creates a finder that knows nothing yet. */
    public ProcessNames() {}

    /** Returns the name that {@link Processes#name(long, long)} does. */
    public String name(long pid, long uid) {
        String name = names.computeIfAbsent(new Id(pid, uid), id -> {
            String found = Processes.name(pid, uid);
            return found == null ? "" : found;
        });
        return name.isEmpty() ? null : name;
    }
}
