package dev.patchbay.handler.json.method;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All methods that are present, by name. Where services share a name, the highest {@code service.ranking} has it, then
 * the oldest service, as in OSGi. A look-up takes no lock; a change replaces the table.
 */
public final class MethodTable {

    private final Map<Long, Entry> services = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Function> functions = Map.of();

    private record Entry(long id, int ranking, List<Function> functions) {}

    /** Has something run after each change, by the thread that has made it. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** Undoes {@link #listen}. */
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** Returns the method of that name, or null. */
    public Function get(String name) {
        return functions.get(name);
    }

    /** Returns the methods in the order of their names. */
    public List<Function> all() {
        return List.copyOf(new TreeMap<>(functions).values());
    }

    /** Adds the functions of a service, in place of those that it had. */
    public void put(long id, int ranking, List<Function> published) {
        synchronized (this) {
            services.put(id, new Entry(id, ranking, published));
            rebuild();
        }
        listeners.forEach(Runnable::run);
    }

    /** Removes the functions of a service. */
    public void remove(long id) {
        synchronized (this) {
            services.remove(id);
            rebuild();
        }
        listeners.forEach(Runnable::run);
    }

    private void rebuild() {
        List<Entry> worstFirst = new ArrayList<>(services.values());
        worstFirst.sort(Comparator.comparingInt(Entry::ranking)
                .thenComparing(Comparator.comparingLong(Entry::id).reversed()));
        Map<String, Function> rebuilt = new HashMap<>();
        for (Entry entry : worstFirst) {
            entry.functions().forEach(function -> rebuilt.put(function.name(), function));
        }
        functions = rebuilt;
    }
}
