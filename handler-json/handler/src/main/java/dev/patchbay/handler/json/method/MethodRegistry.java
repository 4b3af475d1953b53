package dev.patchbay.handler.json.method;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The methods that are present, by name. If several services publish a name, the service with the highest {@code
 * service.ranking} has it, then the oldest, as in OSGi. A look-up takes no lock. Safe for any thread.
 */
public final class MethodRegistry {

    private final Map<Long, Entry> services = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, RpcMethod> methods = Map.of();

    /** Counts the changes. Guarded by this for writing. */
    private volatile long version;

    private record Entry(long id, int ranking, List<RpcMethod> methods) {}

    /** Adds a listener, which runs after each change, on the thread that made it. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /** Removes the methods of a service. */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** Returns the method with that name; null if there is none. */
    public RpcMethod get(String name) {
        return methods.get(name);
    }

    /** Returns a number that is another one after each change. Read it before the methods that are to belong to it. */
    public long version() {
        return version;
    }

    /** Returns all methods, sorted by name. */
    public List<RpcMethod> all() {
        return List.copyOf(new TreeMap<>(methods).values());
    }

    /** Sets the methods of a service, and replaces those that it published before. */
    public void put(long id, int ranking, List<RpcMethod> published) {
        synchronized (this) {
            services.put(id, new Entry(id, ranking, published));
            rebuild();
        }
        listeners.forEach(Runnable::run);
    }

    /** Removes the methods of a service. */
    public void remove(long id) {
        synchronized (this) {
            services.remove(id);
            rebuild();
        }
        listeners.forEach(Runnable::run);
    }

    private void rebuild() {
        List<Entry> lowestFirst = new ArrayList<>(services.values());
        lowestFirst.sort(Comparator.comparingInt(Entry::ranking)
                .thenComparing(Comparator.comparingLong(Entry::id).reversed()));
        Map<String, RpcMethod> rebuilt = new HashMap<>();
        for (Entry entry : lowestFirst) {
            entry.methods().forEach(method -> rebuilt.put(method.name(), method));
        }
        methods = rebuilt;
        version++;
    }
}
