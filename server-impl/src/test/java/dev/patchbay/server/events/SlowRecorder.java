package dev.patchbay.server.events;

import java.util.concurrent.CountDownLatch;

/** A listener that does not return from its first event until it is let go. */
class SlowRecorder extends Recorder {

    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile boolean inCall;
    private volatile boolean interrupted;

    /** Waits until the first event is being heard. */
    void awaitCalled() throws InterruptedException {
        called.await();
    }

    void letGo() {
        letGo.countDown();
    }

    boolean isInCall() {
        return inCall;
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    @Override
    void hear(String event) {
        inCall = true;
        called.countDown();
        try {
            letGo.await();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        super.hear(event);
        inCall = false;
    }
}
