package dev.patchbay.handler.json.jackson;

import dev.patchbay.handler.json.buffer.ObjectPool;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/** The buffers of Jackson's parsers and generators, to be used again. Jackson's own pools take a lock, or are thread-local. */
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
