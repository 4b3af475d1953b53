package dev.patchbay.control;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.control.caller.Line;
import dev.patchbay.control.problem.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Asks whether the event loops run. */
final class Liveness {

    /** How long the event loops may take for a turn. */
    private static final long PATIENCE_SECONDS = 2;

    private Liveness() {}

    /** Returns a stage that completes within about two seconds, with the problem if the servers are not alive. Never fails. */
    static CompletionStage<Optional<Problem>> of(ServerRuntime runtime) {
        CompletableFuture<Optional<Problem>> alive =
                runtime.pulse().toCompletableFuture().thenApply(turn -> Optional.<Problem>empty());
        return alive.exceptionally(failure -> Optional.of(lost(failure)))
                .completeOnTimeout(Optional.of(hangs()), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Problem hangs() {
        return new Problem(
                "event loops",
                "NOT RESPONDING",
                "at least one has not run within " + PATIENCE_SECONDS + " s, so its clients wait",
                "look for the handler that blocks it in the log, or in the stacks that kill -QUIT writes");
    }

    private static Problem lost(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new Problem(
                "event loops",
                "NOT RESPONDING",
                Line.of(String.valueOf(cause.getMessage())),
                "restart the server that it names");
    }
}
