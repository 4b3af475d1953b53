package dev.patchbay.server.engine;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.swap.HandlerEntry;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The path of the bytes against a model of a dozen numbers: a client that sends and reads in pieces of any size, handlers
 * that consume, write, pause and are swapped in any order. Input has to be presented from the first byte that nobody has
 * consumed, output has to arrive as it was written, and who is opened is released.
 */
public final class ByteFuzz implements FakePort.Witness {

    private static final int LONGEST = 3000;

    /** Marks so low that input is often held back until the client has read. */
    private static final ServerConfig CONFIG = Rig.config(Map.of("write.high", 4000, "write.low", 1000));

    private static final AtomicLong CLOCK = new AtomicLong();
    private static final EngineResources HOST =
            new EngineResources(new CallingThread(), new NoTimer(), CLOCK::incrementAndGet);

    private final FuzzedDataProvider data;
    private final Server server = Rig.running(HOST, CONFIG);
    private final EventLoop loop = new EventLoop("fuzz", HOST, null, failure -> {
        throw new AssertionError("the loop met a failure", failure);
    });
    private final FakePort port = new FakePort(this);
    private final Connection connection = new Connection(server, loop, 1, Rig.PEER, "");

    /** The model: bytes consumed, bytes presented, bytes written, who is in charge. */
    private int consumed;

    private int presented;
    private int written;
    private Modelled inCharge;
    private int handlers;
    private boolean halfClosed;

    /** Whether the handler was told of the end of input, after which it closes. */
    private boolean closing;

    private ByteFuzz(FuzzedDataProvider data) {
        this.data = data;
        port.room.set(0);
        connection.begin(port);
        loop.tryEnter();
        server.adopt(connection);
    }

    /** Called by Jazzer, once for each input. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        new ByteFuzz(data).play();
    }

    @Override
    public void wrong(String sentence) {
        throw new AssertionError(sentence);
    }

    /** Output has to count up. */
    @Override
    public void left(byte value) {
        expect(value == (byte) port.sent, "byte " + port.sent + " of the output is wrong");
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private void play() {
        while (data.remainingBytes() > 0 && !connection.hasEnded()) {
            step();
            runTurns();
        }
        settle();
    }

    private void step() {
        switch (data.consumeInt(0, 8)) {
            case 0 -> arrive(data.consumeInt(0, LONGEST));
            case 1 -> makeRoom(data.consumeInt(0, LONGEST));
            case 2 -> bind();
            case 3 -> server.slot().remove(handlers);
            case 4 -> server.slot().remove(handlers - 1L);
            case 5 -> handIn();
            case 6 -> pause(data.consumeBoolean());
            case 7 -> submit();
            default -> halfClose();
        }
    }

    private void arrive(int count) {
        if (!halfClosed) {
            port.arrived += count;
            connection.signal(Pollable.READABLE);
        }
    }

    private void makeRoom(int bytes) {
        port.room.addAndGet(bytes);
        connection.ready(Pollable.WRITABLE);
    }

    private void halfClose() {
        halfClosed = true;
        port.inputEnded = true;
        connection.signal(Pollable.READABLE | Pollable.INPUT_ENDED);
    }

    private void bind() {
        handlers++;
        server.slot()
                .put(new HandlerEntry(
                        handlers, "h" + handlers, handlers, HandlerExecution.VIRTUAL, "fuzz", new Modelled()));
    }

    /** The handler writes from another thread, as far as the connection can tell. */
    private void handIn() {
        Modelled writer = inCharge;
        if (writer != null && writer.conn.isOpen()) {
            writer.write(data.consumeInt(0, LONGEST));
        }
    }

    /** The handler writes in a task, to which the turn comes when it comes. */
    private void submit() {
        Modelled writer = inCharge;
        if (writer != null && writer.conn.isOpen()) {
            int count = data.consumeInt(0, LONGEST);
            writer.conn.execute(() -> writer.write(count));
        }
    }

    private void pause(boolean pause) {
        if (inCharge != null && pause) {
            inCharge.conn.pauseInput();
        } else if (inCharge != null) {
            inCharge.conn.resumeInput();
        }
    }

    private void runTurns() {
        Rig.runLoop(loop);
    }

    /** In the end the client reads everything, a handler consumes everything, and all numbers have to agree. */
    private void settle() {
        if (!connection.hasEnded()) {
            bind();
            runTurns();
            makeRoom(Integer.MAX_VALUE / 2);
            runTurns();
            pause(false);
            arrive(1);
            halfClose();
            runTurns();
        }
        expect(connection.hasEnded(), "it should have ended: " + connection.snapshot());
        expect(port.closed == 1, "the port was closed " + port.closed + " times");
        expect(inCharge == null, "somebody was not released");
        expect(presented == port.arrived, "of " + port.arrived + " bytes " + presented + " were presented");
        expect(port.sent == written, "of " + written + " bytes that were written " + port.sent + " arrived");
        expect(server.connectionCount() == 0, "it ended, and is still counted");
    }

    /** A handler that does what the data say, and checks what it is given. */
    private final class Modelled implements Handler {
        private ConnContext conn;

        @Override
        public void opened(ConnContext context) {
            expect(inCharge == null, "two handlers are in charge");
            conn = context;
            inCharge = this;
            if (data.consumeBoolean()) {
                write(data.consumeInt(0, LONGEST));
            }
        }

        @Override
        public void received(ConnContext context, ByteBuffer in) {
            expect(inCharge == this && context == conn, "a call for who is not in charge");
            expect(in.remaining() == port.given - consumed, "not all that was read and not consumed is presented");
            for (int i = in.position(); i < in.limit(); i++) {
                expect(in.get(i) == (byte) (consumed + i - in.position()), "the input is out of order");
            }
            presented = port.given;
            boolean all = data.remainingBytes() == 0 || halfClosed;
            int count = all ? in.remaining() : data.consumeInt(0, in.remaining());
            in.position(in.position() + count);
            consumed += count;
            if (data.consumeBoolean()) {
                write(data.consumeInt(0, LONGEST));
            }
        }

        @Override
        public void inputEnded(ConnContext context) {
            expect(inCharge == this, "the end is told to who is not in charge");
            closing = true;
            context.close();
        }

        @Override
        public void released(ConnContext context, ReleaseReason reason) {
            expect(inCharge == this, "released without being in charge");
            inCharge = null;
        }

        /** Writes bytes that count up, unless it would have to wait for the client: nobody else is there to read. */
        private void write(int count) {
            if (!closing && !connection.isFull()) {
                byte[] bytes = new byte[count];
                for (int i = 0; i < count; i++) {
                    bytes[i] = (byte) (written + i);
                }
                written += count;
                conn.write(ByteBuffer.wrap(bytes));
            }
        }
    }
}
