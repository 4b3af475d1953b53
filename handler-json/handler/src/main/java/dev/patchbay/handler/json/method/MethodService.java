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
 * A service whose methods are published, and the calls that run in it. Who calls enters first and leaves when the result
 * is known and written down. After {@link #retire} nobody enters any more. For any thread.
 */
public final class MethodService {

    private static final int RETIRED = 1 << 31;

    private final Object object;
    private final JsonMapper mapper;
    private final ObjectWriter writer;

    /** How many calls run, and a bit for "retired". */
    private final AtomicInteger calls = new AtomicInteger();

    private final CompletableFuture<Void> vacated = new CompletableFuture<>();

    /**
     * Takes charge of a service.
     *
     * @param object the service
     * @param mapper a mapper of its own
     */
    public MethodService(Object object, JsonMapper mapper) {
        this.object = object;
        this.mapper = mapper;
        this.writer = mapper.writer();
    }

    Object object() {
        return object;
    }

    /** Returns the mapper that knows the service's classes. */
    public JsonMapper mapper() {
        return mapper;
    }

    /** Returns what writes the service's results. */
    public ObjectWriter writer() {
        return writer;
    }

    /** Begins a call, unless the service has gone. */
    public boolean enter() {
        int now;
        do {
            now = calls.get();
            if (now < 0) {
                return false;
            }
        } while (!calls.compareAndSet(now, now + 1));
        return true;
    }

    /** Ends a call. */
    public void leave() {
        if (calls.decrementAndGet() == RETIRED) {
            vacated.complete(null);
        }
    }

    /** Lets nobody enter any more. Calls that run go on. */
    public void retire() {
        if (calls.getAndUpdate(now -> now | RETIRED) == 0) {
            vacated.complete(null);
        }
    }

    /**
     * Waits until no call runs.
     *
     * @return whether that is so; false if calls still run after the time, or the thread was interrupted
     */
    public boolean awaitVacated(Duration patience) {
        try {
            vacated.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
