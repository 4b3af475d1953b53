package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.SwapResult;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a swap or a drain of the server http does to its connections. */
class SwapTest extends WebTest {

    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";

    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    private CompletableFuture<SwapResult> swap() {
        return http.replace(new HttpHandler(runtime, Map.of())).toCompletableFuture();
    }

    /** Begins to drain, and waits until each connection can know. */
    private CompletionStage<DrainResult> drain() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        http.listen(new ServerEvents() {
            @Override
            public void serverDraining(String server, int connections) {
                begun.countDown();
            }
        });
        CompletionStage<DrainResult> drain = http.stop();
        begun.await();
        return drain;
    }

    /** The method {@code patchbay.slow} is called, and answers when it may. */
    private void answerSlowly() {
        control.answers("patchbay.slow", params -> {
            called.countDown();
            answer.await();
            return "\"result\":1";
        });
    }

    @Test
    void connectionBetweenTwoRequestsGoesOnWithTheNextHandler() throws Exception {
        Client client = client();
        for (int i = 0; i < 5; i++) {
            assertThat(client.send(LIVE).reply().status()).isEqualTo(200);
            assertThat(swap().get(60, TimeUnit.SECONDS).closed()).isZero();
        }
    }

    @Test
    void bytesThatWereNotReadGoToTheNextHandler() throws Exception {
        answerSlowly();
        // The second request waits, whole, and the third one has begun.
        Client client = client().send(post(call("patchbay.slow")) + LIVE + LIVE.substring(0, 20));
        called.await();
        CompletableFuture<SwapResult> swap = swap();
        answer.countDown();
        assertThat(client.reply().body()).contains("\"result\":1");
        assertThat(client.reply().body()).isEqualTo("live\n");
        assertThat(client.send(LIVE.substring(20)).reply().body()).isEqualTo("live\n");
        assertThat(swap.get(60, TimeUnit.SECONDS).closed()).isZero();
        assertThat(http.snapshot().totals().accepted()).isEqualTo(1);
    }

    @Test
    void drainAnswersWhatHasCome() throws Exception {
        answerSlowly();
        Client client = client().send(post(call("patchbay.slow")) + LIVE + LIVE);
        called.await();
        var drain = drain();
        answer.countDown();
        assertThat(client.reply().body()).contains("\"result\":1");
        assertThat(client.reply().header("Connection")).isEmpty();
        assertThat(client.reply().header("Connection")).isEqualTo("close");
        assertThat(client.rest()).isEmpty();
        assertThat(drain.toCompletableFuture().get(60, TimeUnit.SECONDS).forced())
                .isZero();
    }

    @Test
    void drainLetsAnAnswerFinishAndSaysThatItIsTheLast() throws Exception {
        answerSlowly();
        Client client = client().send(post(call("patchbay.slow")));
        called.await();
        var drain = drain();
        answer.countDown();
        Client.Reply reply = client.reply();
        assertThat(reply.body()).contains("\"result\":1");
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(client.rest()).isEmpty();
        assertThat(drain.toCompletableFuture().get(60, TimeUnit.SECONDS).forced())
                .isZero();
    }

    @Test
    void requestsWhileHandlersAreSwappedAllGetTheirAnswer() throws IOException {
        Client client = client();
        for (int i = 0; i < 200; i++) {
            if (i % 4 == 0) {
                swap();
            }
            assertThat(client.send(i % 3 == 0 ? post(call("patchbay.status")) : LIVE)
                            .reply()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(http.snapshot().totals().accepted()).isEqualTo(1);
    }
}
