package dev.patchbay.server.control;

import dev.patchbay.api.runtime.ConfigurationResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** What became of each configuration that a server was given. May be used by any thread. */
final class ConfigurationResults {

    private final AtomicReference<CompletableFuture<ConfigurationResult>> next =
            new AtomicReference<>(new CompletableFuture<>());

    /** Returns a stage that completes with the next result. */
    CompletionStage<ConfigurationResult> next() {
        return next.get().minimalCompletionStage();
    }

    /** Completes the stages that wait. Those who are called back can already wait for the result after this one. */
    void add(Map<String, ?> properties, List<String> faults) {
        Map<String, String> written = new TreeMap<>();
        properties.forEach((key, value) -> written.put(key, String.valueOf(value)));
        next.getAndSet(new CompletableFuture<>()).complete(new ConfigurationResult(written, faults));
    }
}
