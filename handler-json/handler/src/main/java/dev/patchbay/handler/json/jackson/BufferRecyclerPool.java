package dev.patchbay.handler.json.jackson;

import dev.patchbay.handler.json.buffer.ObjectPool;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/** Pools the buffers of Jackson's parsers and generators. Jackson's own pools use a lock or thread-local variables. */
final class BufferRecyclerPool implements RecyclerPool<BufferRecycler> {

    private static final long serialVersionUID = 1;

    private final transient ObjectPool<BufferRecycler> spares = new ObjectPool<>();

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler spare = spares.acquire();
        return spare != null ? spare : new BufferRecycler();
    }

    @Override
    public void releasePooled(BufferRecycler recycler) {
        spares.release(recycler);
    }
}
