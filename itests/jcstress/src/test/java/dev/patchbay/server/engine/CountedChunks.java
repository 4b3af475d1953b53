package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Chunk;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The memory of a host of its own, as many pieces as are needed: in the end each has to be back, once. */
final class CountedChunks {

    private static final VarHandle IDLE = Rig.field(Host.class, "idle", ConcurrentLinkedQueue.class);

    /** Sizes, and how many pieces of each. */
    private static final int[] SIZES = {256, 512, 1024, Worker.BORROWED_BYTES};

    private static final int EACH = 16;

    /** To make new memory each time would take most of the time. */
    private static final Queue<List<Chunk>> SPARE = new ConcurrentLinkedQueue<>();

    private static final ThreadLocal<List<Chunk>> LATEST = new ThreadLocal<>();

    private final Host host;
    private final List<Chunk> all = LATEST.get();

    private CountedChunks(Host host) {
        this.host = host;
    }

    /** Makes a host with counted memory. */
    static Host host() {
        List<Chunk> spare = SPARE.poll();
        List<Chunk> chunks = spare == null ? fresh() : spare;
        LATEST.set(chunks);
        Host host = Rig.host();
        chunks.forEach(host.chunks()::give);
        return host;
    }

    private static List<Chunk> fresh() {
        List<Chunk> chunks = new ArrayList<>();
        for (int size : SIZES) {
            for (int i = 0; i < EACH; i++) {
                chunks.add(new Chunk(size));
            }
        }
        return chunks;
    }

    /** Returns the memory of the host that this thread has made last. */
    static CountedChunks of(Host latest) {
        return new CountedChunks(latest);
    }

    /** Returns what is wrong with the memory, or null; to be asked once, when nobody uses it any more. */
    String verdict() {
        Queue<?> idle = (Queue<?>) IDLE.get(host);
        idle.forEach(worker -> ((Worker) worker).dismiss(host.chunks()));
        Set<Chunk> missing = Collections.newSetFromMap(new IdentityHashMap<>());
        missing.addAll(all);
        for (Chunk each : all) {
            Chunk chunk = host.chunks().take(each.capacity());
            if (!missing.remove(chunk)) {
                return all.contains(chunk) ? "a piece of memory was given back twice" : "a piece of memory was lost";
            }
        }
        SPARE.add(all);
        return null;
    }
}
