package dev.patchbay.handler.json.wire;

import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/** The buffers of Jackson's parsers and generators, to be used again. Jackson's own pools take a lock, or are thread-local. */
final class ParserBuffers implements RecyclerPool<BufferRecycler> {

    private static final long serialVersionUID = 1;

    private final transient Spares<BufferRecycler> spares = new Spares<>();

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler spare = spares.take();
        return spare != null ? spare : new BufferRecycler();
    }

    @Override
    public void releasePooled(BufferRecycler recycler) {
        spares.give(recycler);
    }
}
