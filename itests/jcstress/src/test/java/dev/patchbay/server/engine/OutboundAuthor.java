package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A handler writes much on a thread of its own while its successor takes charge, writes and is sent input: what was accepted
 * of the old one is sent, all of it and before the first byte of the new one; and the new one is shown all of its input, even
 * if so much was refused that the output seemed to be full.
 */
@JCStressTest
@State
@Outcome(id = "B in charge", expect = ACCEPTABLE, desc = "Each write came in time or too late.")
@Outcome(expect = FORBIDDEN)
public class OutboundAuthor extends Rig {

    private static final byte OLD = 1;
    private static final byte NEW = 2;

    private int acceptedOfOld;
    private int acceptedOfNew;

    /** Bytes that were sent. Owned by whoever sends. */
    private int ofOld;

    private int ofNew;

    /** A few bytes are much. */
    public OutboundAuthor() {
        super(HOST, FEW);
        echoes = false;
    }

    /** The old handler's other thread. */
    @Actor
    public void old() {
        for (int i = 0; i < 6; i++) {
            acceptedOfOld += write(a, OLD);
        }
        done();
    }

    /** The new handler comes, and the client sends. */
    @Actor
    public void services() {
        bindB();
        unbindA();
        if (b.context != null) {
            acceptedOfNew += write(b, NEW);
        }
        arrive(2);
    }

    private static int write(Probe author, byte value) {
        byte[] bytes = new byte[6];
        Arrays.fill(bytes, value);
        try {
            author.context.write(ByteBuffer.wrap(bytes));
            return bytes.length;
        } catch (IllegalStateException released) {
            return 0;
        }
    }

    @Override
    public void left(byte value) {
        if (value == OLD) {
            expect(ofNew == 0, "a byte of the old handler comes after one of the new one");
            ofOld++;
        } else {
            ofNew++;
        }
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        expect(ofOld == acceptedOfOld, "of " + acceptedOfOld + " bytes of the old one sent were " + ofOld);
        expect(ofNew == acceptedOfNew, "of " + acceptedOfNew + " bytes of the new one sent were " + ofNew);
        result.r1 = verdict();
    }
}
