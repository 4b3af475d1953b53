package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Everything that can happen to a connection, shuffled and dealt out to two threads: nothing is called after its removal,
 * no calls overlap, no byte is lost, and every opened has its released.
 */
@JCStressTest
@State
@Outcome(id = "ended", expect = ACCEPTABLE, desc = "Somebody has ended it.")
@Outcome(id = "B in charge", expect = ACCEPTABLE, desc = "Nobody has ended it.")
@Outcome(expect = FORBIDDEN)
public class TurnShuffled extends Rig {

    /** What can happen. */
    private enum Happening {
        ARRIVAL,
        BINDING,
        UNBINDING,
        NOTHING,
        OPERATOR_CLOSES,
        HANDLER_CLOSES,
        DRAIN,
        HANGUP
    }

    private final List<Happening> first = new ArrayList<>(Collections.nCopies(3, Happening.ARRIVAL));
    private final List<Happening> second = new ArrayList<>();

    /** Deals out what is to happen. Only the first thread is the client. */
    public TurnShuffled() {
        Random random = ThreadLocalRandom.current();
        Happening[] all = Happening.values();
        Happening ending = all[Happening.NOTHING.ordinal() + random.nextInt(all.length - Happening.NOTHING.ordinal())];
        for (Happening one : List.of(Happening.BINDING, Happening.UNBINDING, ending)) {
            (random.nextBoolean() ? first : second).add(one);
        }
        Collections.shuffle(first, random);
        Collections.shuffle(second, random);
    }

    /** Plays the first hand. */
    @Actor
    public void first() {
        first.forEach(this::play);
    }

    /** Plays the second hand. */
    @Actor
    public void second() {
        second.forEach(this::play);
    }

    private void play(Happening one) {
        switch (one) {
            case ARRIVAL -> arrivePerhapsHeld(port.arrived < 2 ? 1 : 2);
            case BINDING -> bindB();
            case UNBINDING -> unbindA();
            case OPERATOR_CLOSES -> closeByOperator();
            case HANDLER_CLOSES -> closeByA();
            case DRAIN -> drain();
            case HANGUP -> hangUp();
            default -> {}
        }
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        result.r1 = verdict();
    }
}
