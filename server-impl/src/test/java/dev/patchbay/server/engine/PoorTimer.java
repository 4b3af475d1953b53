package dev.patchbay.server.engine;

import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.poll.Platform;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A host's timer that has no memory for anything new when the test says so. */
final class PoorTimer extends ScheduledThreadPoolExecutor {

    private volatile boolean poor;

    PoorTimer() {
        super(1);
    }

    /** Lets every request fail from now on. */
    void becomePoor() {
        poor = true;
    }

    EngineResources resources() {
        return new EngineResources(Platform.blockingExecutor("patchbay-handler"), this, System::nanoTime);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        failIfPoor();
        return super.schedule(command, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        failIfPoor();
        return super.scheduleWithFixedDelay(command, initial, delay, unit);
    }

    private void failIfPoor() {
        if (poor) {
            throw new OutOfMemoryError("on purpose");
        }
    }
}
