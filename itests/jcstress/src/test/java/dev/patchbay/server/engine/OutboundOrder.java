package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.connection.HandlerContext;
import dev.patchbay.server.engine.connection.Outbound;
import dev.patchbay.server.engine.loop.Worker;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A call writes and flushes while another thread hands bytes in: every byte is sent once, those of each author in order, and
 * what was written after the other's bytes were published comes after them.
 */
@JCStressTest
@State
@Outcome(id = "all sent", expect = ACCEPTABLE, desc = "In one of the orders that are right.")
@Outcome(expect = FORBIDDEN)
public class OutboundOrder extends Rig {

    /** The bytes of the other thread have this bit. */
    private static final int OTHER = 64;

    private static final int EACH = 6;

    private final Outbound outbound = connection.outbound();
    private final HandlerContext context = (HandlerContext) a.context;

    /** How many bytes each of the two has written, as far as it has told. */
    private volatile int written;

    private volatile int handedIn;

    /** How many of the other's bytes each byte knew of. Published with the byte. */
    private final int[] knownToCall = new int[EACH];

    private final int[] knownToOther = new int[EACH];

    /** How many bytes of each were sent. Owned by whoever sends. */
    private int ofCall;

    private int ofOther;

    /** Handlers write nothing here. */
    public OutboundOrder() {
        echoes = false;
    }

    /** The call, as the turn makes it. */
    @Actor
    public void call() {
        Worker worker = HOST.borrow();
        for (int i = 0; i < EACH; i++) {
            knownToCall[i] = handedIn;
            outbound.write(worker, context, ByteBuffer.wrap(new byte[] {(byte) i}));
            written = i + 1;
            if (i % 2 == 0) {
                outbound.flush(worker);
            }
        }
        outbound.flush(worker);
        HOST.giveBack(worker);
    }

    /** The timer, which sends what the call has gathered. */
    @Actor
    public void late() {
        outbound.sendGathered();
        outbound.sendGathered();
    }

    /** Another thread of the handler. */
    @Actor
    public void other() {
        for (int i = 0; i < EACH; i++) {
            knownToOther[i] = written;
            expect(outbound.handIn(context, ByteBuffer.wrap(new byte[] {(byte) (OTHER | i)}), null), "refused");
            handedIn = i + 1;
        }
    }

    @Override
    public void left(byte value) {
        int number = value & ~OTHER;
        boolean others = (value & OTHER) != 0;
        expect(number == (others ? ofOther : ofCall), "the bytes of one author are out of order");
        if (others) {
            expect(ofCall >= knownToOther[number], "a byte was sent before one of the call that it came after");
            ofOther++;
        } else {
            expect(ofOther >= knownToCall[number], "a byte of the call was sent before one that it came after");
            ofCall++;
        }
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        expect(ofCall == EACH && ofOther == EACH, "sent were " + ofCall + " and " + ofOther);
        String verdict = verdict();
        result.r1 = verdict.equals("A in charge") ? "all sent" : verdict;
    }
}
