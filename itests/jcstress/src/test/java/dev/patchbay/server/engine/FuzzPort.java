package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Chunk;
import dev.patchbay.server.poll.Port;

/** The client's end as a model: bytes that count up come in, and what goes out has to count up, through as much room as there is. */
final class FuzzPort extends Port {

    /** Bytes that the client has sent, and those of them that were read. */
    int arrived;

    int given;
    boolean inputEnded;

    /** How many bytes the client has room for, and how many it has got. */
    int room;

    int got;
    int closed;

    FuzzPort() {
        super(null);
    }

    @Override
    public boolean mayBeInterrupted() {
        return false;
    }

    @Override
    protected int readBytes(Chunk into, int offset, int length) {
        use();
        int count = Math.min(length, arrived - given);
        for (int i = 0; i < count; i++) {
            into.bytes().put(offset + i, (byte) (given + i));
        }
        given += count;
        return count == 0 && inputEnded ? -1 : count;
    }

    @Override
    protected int writeBytes(Chunk from, int offset, int length) {
        use();
        int count = Math.min(length, room);
        for (int i = 0; i < count; i++) {
            ByteFuzz.expect(
                    from.bytes().get(offset + i) == (byte) (got + i), "byte " + (got + i) + " of the output is wrong");
        }
        got += count;
        room -= count;
        return count;
    }

    @Override
    public void close() {
        use();
        closed++;
    }

    private void use() {
        ByteFuzz.expect(closed == 0, "the port is used after it was closed");
    }
}
