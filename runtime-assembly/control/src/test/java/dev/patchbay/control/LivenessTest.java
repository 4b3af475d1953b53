package dev.patchbay.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.control.problem.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LivenessTest {

    private final FakeRuntime runtime = new FakeRuntime();

    private static Optional<Problem> get(CompletionStage<Optional<Problem>> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void loopsThatRunAreNoProblem() throws Exception {
        runtime.pulse.complete(null);

        assertThat(get(Liveness.of(runtime))).isEmpty();
    }

    @Test
    void aLoopThatHangsIsAProblemAfterABoundedTime() throws Exception {
        assertThat(get(Liveness.of(runtime)))
                .get()
                .asString()
                .startsWith("event loops NOT RESPONDING: at least one has not run within 2 s");
    }

    @Test
    void aLostSocketIsNamed() throws Exception {
        CompletableFuture<Void> lost = runtime.pulse;
        lost.completeExceptionally(new IllegalStateException("server echo has lost its socket"));

        assertThat(get(Liveness.of(runtime))).get().asString().contains("server echo has lost its socket");
    }
}
