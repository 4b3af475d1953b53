package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Chunk;
import dev.patchbay.server.poll.Port;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A port whose bytes count up from 0 and never stay in between; it checks that it is used by one thread at a time. */
final class FakePort extends Port {

    private final Rig rig;

    /** How many calls of handlers are running. */
    final AtomicInteger calls = new AtomicInteger();

    private final AtomicInteger users = new AtomicInteger();

    /** Bytes that the client has sent; written by one actor. */
    volatile int arrived;

    volatile boolean inputEnded;

    /** Bytes that were read, shown to a handler, consumed by one, and sent to the client. Owned by the turn. */
    int given;

    int presented;
    int consumed;
    int sent;
    int closed;

    FakePort(Rig rig) {
        super(null);
        this.rig = rig;
    }

    @Override
    protected int readBytes(Chunk into, int offset, int length) {
        use();
        boolean last = inputEnded;
        int count = Math.min(length, arrived - given);
        for (int i = 0; i < count; i++) {
            into.bytes().put(offset + i, (byte) (given + i));
        }
        given += count;
        used();
        return count == 0 && last ? -1 : count;
    }

    @Override
    protected int writeBytes(Chunk from, int offset, int length) {
        use();
        for (int i = 0; i < length; i++) {
            rig.expect(
                    !rig.echoes || from.bytes().get(offset + i) == (byte) (sent + i),
                    "output is not in the order of input");
        }
        sent += length;
        used();
        return length;
    }

    @Override
    public void close() {
        use();
        closed++;
        used();
    }

    /** A handler is shown bytes. */
    void present(ByteBuffer in) {
        rig.expect(consumed + in.remaining() == given, "not all that was read is presented");
        for (int i = 0; i < in.remaining(); i++) {
            rig.expect(in.get(in.position() + i) == (byte) (consumed + i), "input is not in order");
        }
        presented = consumed + in.remaining();
    }

    private void use() {
        rig.expect(users.getAndIncrement() == 0, "two threads use the port");
        rig.expect(closed == 0, "the port is used after it was closed");
    }

    private void used() {
        users.getAndDecrement();
    }
}
