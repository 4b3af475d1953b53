package dev.patchbay.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that a run ends early. Any thread may express it. */
public final class Interruption {

    private final CountDownLatch latch = new CountDownLatch(1);

    /** Ends the run. */
    public void interrupt() {
        latch.countDown();
    }

    /** Returns whether the run is to end. */
    public boolean isSet() {
        return latch.getCount() == 0;
    }

    /** Waits until a time of {@link System#nanoTime}, and returns whether the run is to end before it. */
    boolean isSetBefore(long time) throws InterruptedException {
        return latch.await(time - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
