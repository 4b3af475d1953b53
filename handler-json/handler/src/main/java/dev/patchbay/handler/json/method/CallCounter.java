package dev.patchbay.handler.json.method;

import dev.patchbay.jsonrpc.runtime.JsonRpcMethodSnapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls of one method, and those that fail. A call that succeeds allocates nothing here. Safe for any thread. */
public final class CallCounter {

    /** How many codes are counted by themselves. */
    private static final int CODES_MAX = 32;

    private final LongAdder calls = new LongAdder();
    private final Map<Integer, LongAdder> errors = new ConcurrentHashMap<>();
    private final LongAdder otherErrors = new LongAdder();

    /** Counts a call that begins. */
    public void begun() {
        calls.increment();
    }

    /** Counts the failure of a call that has begun. */
    public void failed(int code) {
        LongAdder counted = errors.get(code);
        if (counted == null) {
            counted = errors.size() < CODES_MAX ? errors.computeIfAbsent(code, first -> new LongAdder()) : otherErrors;
        }
        counted.increment();
    }

    /** Counts a request that is answered with an error instead of a call. */
    public void rejected(int code) {
        begun();
        failed(code);
    }

    JsonRpcMethodSnapshot snapshot(String name) {
        Map<Integer, Long> failed = new TreeMap<>();
        errors.forEach((code, count) -> failed.put(code, count.sum()));
        return new JsonRpcMethodSnapshot(name, calls.sum(), failed, otherErrors.sum());
    }
}
