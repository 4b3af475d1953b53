package dev.patchbay.handler.json.method;

import dev.patchbay.jsonrpc.runtime.JsonRpcMethodSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The methods that are present, by name. If several services publish a name, the service with the highest {@code
 * service.ranking} has it, then the oldest, as in OSGi. A look-up takes no lock. Safe for any thread.
 */
public final class MethodRegistry {

    private final Map<Long, Entry> services = new HashMap<>();

    /** The counters of all names that have been published, which stay for the case that they are again. */
    private final Map<String, CallCounter> counters = new ConcurrentHashMap<>();

    private final CallCounter other = new CallCounter();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, RpcMethod> methods = Map.of();

    /** Counts the changes. Guarded by this for writing. */
    private volatile long version;

    /**
     * The methods of one service.
     *
     * @param id the service's number; the oldest service has the lowest
     * @param ranking its {@code service.ranking}
     * @param methods the methods that it publishes
     */
    public record Entry(long id, int ranking, List<RpcMethod> methods) {}

    /** Adds a listener, which runs after each change, on the thread that made it. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /** Removes a listener. */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** Returns the method with that name; null if there is none. */
    public RpcMethod get(String name) {
        return methods.get(name);
    }

    /** Returns the counter of requests that reach no method. */
    public CallCounter other() {
        return other;
    }

    /** Returns the method, whose calls are counted here under its name. */
    public RpcMethod counted(RpcMethod method) {
        return method.countedBy(counters.computeIfAbsent(method.name(), first -> new CallCounter()));
    }

    /** Returns the calls by name of the method, sorted by name. */
    public List<JsonRpcMethodSnapshot> calls() {
        Map<String, CallCounter> all = new TreeMap<>(counters);
        all.put(JsonRpcMethodSnapshot.OTHER, other);
        return all.entrySet().stream()
                .map(entry -> entry.getValue().snapshot(entry.getKey()))
                .toList();
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
        update(id, () -> new Entry(id, ranking, published));
    }

    /** Removes the methods of a service. */
    public void remove(long id) {
        update(id, () -> null);
    }

    /**
     * Looks again at one service. Of several threads that do so, the last one sees what is present now, because the
     * look is taken under the lock.
     *
     * @param look returns the methods of the service; null if it has none here. Quick, and takes no lock
     */
    public void update(long id, Supplier<Entry> look) {
        synchronized (this) {
            Entry entry = look.get();
            Entry before = entry == null ? services.remove(id) : services.put(id, entry);
            if (entry == null && before == null) {
                return;
            }
            rebuild();
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Looks again at all services.
     *
     * @param look returns the methods of each service that has any here. Quick, and takes no lock
     */
    public void updateAll(Supplier<List<Entry>> look) {
        synchronized (this) {
            Map<Long, Entry> found = look.get().stream().collect(Collectors.toMap(Entry::id, entry -> entry));
            if (found.equals(services)) {
                return;
            }
            services.clear();
            services.putAll(found);
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
            entry.methods().forEach(method -> rebuilt.put(method.name(), counted(method)));
        }
        methods = rebuilt;
        version++;
    }
}
