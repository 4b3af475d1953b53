package dev.patchbay.server.engine;

import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.poll.Platform;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.Delayed;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A host's timer that has no memory for anything new when the test says so. */
final class PoorTimer extends ScheduledThreadPoolExecutor {

    private volatile boolean poor;
    private final AtomicBoolean cancellationFails = new AtomicBoolean();

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

    /** Lets the next cancellation of a task that waits fail. */
    void failNextCancellation() {
        cancellationFails.set(true);
    }

    @Override
    protected <V> RunnableScheduledFuture<V> decorateTask(Runnable command, RunnableScheduledFuture<V> task) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("cancel") && cancellationFails.getAndSet(false)) {
                throw new OutOfMemoryError("on purpose");
            }
            if (method.getName().equals("compareTo")) {
                return Long.compare(
                        task.getDelay(TimeUnit.NANOSECONDS), ((Delayed) arguments[0]).getDelay(TimeUnit.NANOSECONDS));
            }
            return method.invoke(task, arguments);
        };
        @SuppressWarnings("unchecked")
        RunnableScheduledFuture<V> decorated = (RunnableScheduledFuture<V>) Proxy.newProxyInstance(
                PoorTimer.class.getClassLoader(), new Class<?>[] {RunnableScheduledFuture.class}, handler);
        return decorated;
    }

    private void failIfPoor() {
        if (poor) {
            throw new OutOfMemoryError("on purpose");
        }
    }
}
