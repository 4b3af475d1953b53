package dev.patchbay.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.patchbay.api.ConnContext;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.control.view.DrainView;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OperationMethodsTest {

    private static final String CALLER = "54321 (uid 54321, pid 4711)";

    private final FakeRuntime runtime = new FakeRuntime();
    private final OperationMethods methods = new OperationMethods(runtime);
    private final ConnContext client = FakeRuntime.client("control");
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.patchbay.control");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void readTheLog() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(log);
    }

    private List<String> logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static void assertRefused(int code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        JsonRpcException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessage(message);
    }

    @Test
    void aClosedConnectionIsOneLineWithWhoClosedIt() {
        methods.close(client, "echo", 12);

        assertThat(runtime.calls).containsExactly("close echo 12");
        assertThat(logged()).containsExactly("connection 12 of server echo closed by " + CALLER);
    }

    @Test
    void whatDoesNotExistIsAnErrorThatNamesWhatDoes() {
        assertRefused(
                Refusals.NO_SERVER,
                "there is no server ecko; the servers are control, echo",
                () -> methods.close(client, "ecko", 12));
        assertRefused(
                Refusals.NO_CONNECTION,
                "server echo has no connection 13; it has 12",
                () -> methods.close(client, "echo", 13));
        assertRefused(
                Refusals.NO_CONNECTION,
                "server control has no connection 13; it has none at all",
                () -> methods.close(client, "control", 13));
        assertRefused(
                Refusals.NO_HANDLER,
                "server echo has no handler third; it can choose first (41), second (42)",
                () -> methods.choose(client, "echo", Optional.of("third")));
        assertRefused(
                Refusals.NO_HANDLER,
                "server control has no handler 41; none matches its handler.target",
                () -> methods.choose(client, "control", Optional.of(41)));
        assertRefused(
                Refusals.NO_SERVER,
                "there is no server ?; the servers are control, echo",
                () -> methods.start(client, "\u001b"));
        assertThat(logged()).isEmpty();
        assertThat(runtime.calls).isEmpty();
    }

    @Test
    void aDrainAnswersWhenTheServerHasStopped() {
        CompletableFuture<DrainView> end =
                methods.drain(client, "echo", Optional.empty()).toCompletableFuture();

        assertThat(end).isNotDone();
        runtime.drained.complete(new DrainResult(3, 1, Duration.ofMillis(250)));
        assertThat(end).isCompletedWithValue(new DrainView(true, 3, 1, 250));
        assertThat(logged()).containsExactly("server echo told to drain by " + CALLER);
    }

    @Test
    void aDrainMayHaveALimit() {
        methods.drain(client, "echo", Optional.of("5s"));

        assertThat(runtime.calls).containsExactly("drain echo PT5S");
        assertThat(logged()).containsExactly("server echo told to drain within 5s by " + CALLER);
    }

    @Test
    void aWrongLimitDrainsNothing() {
        assertThatThrownBy(() -> methods.drain(client, "echo", Optional.of("5 seconds")))
                .isInstanceOfSatisfying(
                        JsonRpcException.class,
                        refused -> assertThat(refused.code()).isEqualTo(JsonRpcException.INVALID_PARAMS))
                .hasMessageStartingWith("atMost = 5 seconds: ");
        assertThat(runtime.calls).isEmpty();
    }

    @Test
    void aDrainOfTheCallersOwnServerDoesNotWaitForTheCaller() {
        assertThat(methods.drain(client, "control", Optional.empty()).toCompletableFuture())
                .isCompletedWithValue(DrainView.GOES_ON);
        assertThat(runtime.calls).containsExactly("drain control");
    }

    @Test
    void aStartAnswersWhenClientsCanConnect() {
        CompletableFuture<Void> start = methods.start(client, "echo").toCompletableFuture();

        assertThat(start).isNotDone();
        runtime.started.complete(null);
        assertThat(start).isCompletedWithValue(null);
    }

    @Test
    void aStartThatFailsSaysWhy() {
        runtime.started.completeExceptionally(new CompletionException(new IllegalStateException("the path is in use")));

        assertThat(methods.start(client, "echo").toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        JsonRpcException.class,
                        refused -> assertThat(refused.code()).isEqualTo(Refusals.NOT_STARTED))
                .withMessage("the path is in use");
    }

    @Test
    void aHandlerIsChosenByItsNumberOrItsName() {
        methods.choose(client, "echo", Optional.of(41));
        methods.choose(client, "echo", Optional.of("second"));
        methods.choose(client, "echo", Optional.empty());

        assertThat(runtime.calls).containsExactly("choose echo 41", "choose echo 42", "choose echo by ranking");
        assertThat(logged())
                .containsExactly(
                        "handler first of org.first 1.0.0 (service 41) of server echo chosen by " + CALLER,
                        "handler second of org.second 1.0.0 (service 42) of server echo chosen by " + CALLER,
                        "handler of server echo chosen by ranking again by " + CALLER);
    }

    @Test
    void aHandlerThatCannotBeUsedIsNotChosen() {
        assertRefused(
                Refusals.NO_HANDLER,
                "handler broken cannot be used: because",
                () -> methods.choose(client, "echo", Optional.of("broken")));
    }
}
