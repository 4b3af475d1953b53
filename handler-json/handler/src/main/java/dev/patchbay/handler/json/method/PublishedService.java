package dev.patchbay.handler.json.method;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service whose methods are published, and the number of calls that run in it. Each caller begins a call before it
 * invokes a method, and ends the call once the result is written. No call can begin after {@link #retire}. Safe for any
 * thread.
 */
public final class PublishedService {

    private static final int RETIRED = 1 << 31;

    private final Object object;
    private final JsonMapper mapper;
    private final ObjectWriter writer;

    /** The number of running calls, and the sign bit for "retired". */
    private final AtomicInteger calls = new AtomicInteger();

    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    /**
     * Wraps a service.
     *
     * @param object the service
     * @param mapper a mapper that is used for this service only
     */
    public PublishedService(Object object, JsonMapper mapper) {
        this.object = object;
        this.mapper = mapper;
        this.writer = mapper.writer();
    }

    /** Returns the service. */
    public Object object() {
        return object;
    }

    /** Returns the mapper for the service's types. */
    public JsonMapper mapper() {
        return mapper;
    }

    /** Returns the writer for the service's results. */
    public ObjectWriter writer() {
        return writer;
    }

    /** Begins a call; returns false if the service is retired. */
    public boolean beginCall() {
        int now;
        do {
            now = calls.get();
            if (now < 0) {
                return false;
            }
        } while (!calls.compareAndSet(now, now + 1));
        return true;
    }

    /** Ends a call that has begun. */
    public void endCall() {
        if (calls.decrementAndGet() == RETIRED) {
            idle.complete(null);
        }
    }

    /** Rejects calls from now on. Running calls continue. Has no effect if the service is retired already. */
    public void retire() {
        if (calls.getAndUpdate(now -> now | RETIRED) == 0) {
            idle.complete(null);
        }
    }

    /**
     * Waits until no call runs.
     *
     * @return false if calls still run after the timeout, or if the thread is interrupted
     */
    public boolean awaitIdle(Duration patience) {
        try {
            idle.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
