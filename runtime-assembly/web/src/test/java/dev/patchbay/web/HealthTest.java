package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.embed.Server;
import dev.patchbay.web.Client.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code GET /health/…} and {@code GET /metrics}. */
class HealthTest extends WebTest {

    @Test
    void readyWhenAllServersServe() throws IOException {
        Reply reply = get("/health/ready");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("ready: 2 servers serve\n");
    }

    @Test
    void serverThatHoldsOrHasStoppedIsNotReady() throws Exception {
        try (Server held = Server.at(directory.resolve("held.sock"))
                .name("held")
                .with("handler.target", "(handler.name=none)")
                .start()) {
            runtime.servers.add(held);
            controlServer.stop(Duration.ZERO).toCompletableFuture().get(60, TimeUnit.SECONDS);
            Reply reply = get("/health/ready");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.body())
                    .isEqualTo("not ready: server control is STOPPED\n"
                            + "not ready: server held is HOLDING: no handler matches (handler.name=none)\n");
        }
    }

    @Test
    void liveAsLongAsTheLoopsTurn() throws IOException {
        assertThat(get("/health/live").status()).isEqualTo(200);
        runtime.pulse = new CompletableFuture<>();
        Reply reply = get("/health/live");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("not live: an event loop has not taken a turn within 2 s\n");
        runtime.pulse = CompletableFuture.failedFuture(new IllegalStateException("server echo has lost its socket"));
        assertThat(get("/health/live").body()).isEqualTo("not live: server echo has lost its socket\n");
    }

    @Test
    void withoutTheMethodThereAreNoMetrics() throws IOException {
        Reply reply = get("/metrics");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).contains("dev.patchbay.metrics");
    }

    @Test
    void metricsComeInTheFormatThatTheClientPrefers() throws IOException {
        control.answers(
                "patchbay.metrics",
                params -> "\"result\":{\"contentType\":\"text/x; f="
                        + params.path("format").asString() + "\",\"text\":\"a 1\\n\"}");
        assertThat(get("/metrics").header("Content-Type")).isEqualTo("text/x; f=prometheus");
        assertThat(get("/metrics").body()).isEqualTo("a 1\n");
        assertThat(accepting("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"))
                .endsWith("openmetrics");
        assertThat(accepting("text/plain;version=1.0.0;q=0.6,application/openmetrics-text;q=0.5,*/*;q=0.1"))
                .endsWith("prometheus");
        assertThat(accepting("application/openmetrics-text;q=x")).endsWith("prometheus");
    }

    private String accepting(String types) throws IOException {
        return client().send("GET /metrics HTTP/1.1\r\nHost: a\r\nAccept: " + types + "\r\n\r\n")
                .reply()
                .header("Content-Type");
    }

    @Test
    void metricsThatCannotBeHadNowAreToldSo() throws Exception {
        control.answers("patchbay.metrics", params -> "\"error\":{\"code\":-32000,\"message\":\"busy\"}");
        Reply reply = get("/metrics");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("There are no metrics now: busy\n");
        controlServer.stop(Duration.ZERO).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(get("/metrics").status()).isEqualTo(503);
    }
}
