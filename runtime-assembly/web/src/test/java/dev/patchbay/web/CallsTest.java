package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.web.Client.Reply;
import dev.patchbay.web.control.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code POST /rpc}. */
class CallsTest extends WebTest {

    @Test
    void callIsPassedOnAndAnswered() throws Exception {
        Reply reply = client().send(post(
                        "{\"jsonrpc\": \"2.0\",\n \"id\": 12345678901234567890,\r\n\"method\": \"patchbay.status\"}"))
                .reply();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.body())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":12345678901234567890,\"result\":{\"ready\":true}}");
        assertThat(control.requests.take().path("method").asString()).isEqualTo("patchbay.status");
    }

    @Test
    void errorOfTheControlServerIsAnAnswer() throws IOException {
        Reply reply = client().send(post(call("patchbay.none"))).reply();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("-32601");
    }

    @Test
    void notificationIsAnsweredWithoutABodyWhenItIsDone() throws IOException {
        control.result("patchbay.logLevel", "null");
        Client client = client().send(post("{\"jsonrpc\":\"2.0\",\"method\":\"patchbay.logLevel\"}"));
        Reply reply = client.reply();
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.headers()).doesNotContainKeys("content-length", "transfer-encoding");
        assertThat(control.requests).hasSize(1);
        assertThat(client.send(post(call("patchbay.status"))).reply().body()).contains("\"id\":7");
    }

    @Test
    void batchIsOneMessage() throws IOException {
        String batch = "[" + call("patchbay.status") + ",{\"jsonrpc\":\"2.0\",\"method\":\"x\"},"
                + call("patchbay.none") + "]";
        Reply reply = client().send(post(batch)).reply();
        JsonNode answer = Json.parse(reply.body().getBytes()).orElseThrow();
        assertThat(answer.size()).isEqualTo(2);
        assertThat(control.requests).hasSize(1);
    }

    @Test
    void clientHasOneControlConnectionUntilItGoes() throws IOException {
        Client client = client();
        for (int i = 0; i < 3; i++) {
            client.send(post(call("patchbay.status"))).reply();
        }
        assertThat(control.connections).hasSize(1);
        client.close();
        awaitControlConnections(0);
    }

    @Test
    void clientThatGoesDuringACallEndsItsControlConnection() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        control.answers("patchbay.slow", params -> {
            called.countDown();
            return null;
        });
        Client client = client().send(post(call("patchbay.slow")));
        called.await();
        client.close();
        awaitControlConnections(0);
    }

    private void awaitControlConnections(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (controlServer.connections().size() != count) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        text/plain | {} | 415
        application/json-seq | {} | 415
        application/json | {"jsonrpc" | 400
        Application/JSON; charset=utf-8 | {} {} | 400
        application/json | | 400
        """)
    void bodyThatIsNoJsonIsRefused(String type, String body, int status) throws IOException {
        String request = post(body == null ? "" : body).replace("application/json", type);
        Client client = client().send(request);
        assertThat(client.reply().status()).isEqualTo(status);
        assertThat(client.send(post(call("patchbay.status"))).reply().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "http://localhost:81",
                "http://localhost.evil.example",
                "localhost"
            })
    void pageOfAnotherOriginIsRefused(String origin) throws IOException {
        Reply reply = client().send(post(call("patchbay.status"), "Origin: " + origin + "\r\n"))
                .reply();
        assertThat(reply.status()).isEqualTo(403);
        assertThat(control.requests).isEmpty();
    }

    @Test
    void ownPageMayCall() throws IOException {
        assertThat(client().send(post(call("patchbay.status"), "Origin: http://LOCALHOST\r\n"))
                        .reply()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void withoutAControlServerEachCallIsRefusedAndTheConnectionStays() throws Exception {
        Client client = client().send(post(call("patchbay.status")));
        assertThat(client.reply().status()).isEqualTo(200);
        controlServer.stop(Duration.ZERO).toCompletableFuture().get(60, TimeUnit.SECONDS);

        Reply reply = client.send(post(call("patchbay.status"))).reply();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32000,"
                        + "\"message\":\"no running server has the handler control\"}}");

        controlServer.start();
        assertThat(client.send(post(call("patchbay.status"))).reply().status()).isEqualTo(200);
    }

    @Test
    void controlServerThatEndsDuringACallMakesItFail() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        control.answers("patchbay.slow", params -> {
            called.countDown();
            new CountDownLatch(1).await();
            return "\"result\":null";
        });
        Client client = client().send(post(call("patchbay.slow")));
        called.await();
        controlServer.stop(Duration.ZERO);
        assertThat(client.reply().status()).isEqualTo(503);
    }

    @Test
    void configurationNamesTheControlServer() throws IOException {
        http.replace(new HttpHandler(runtime, Map.of("control.server", "other")));
        Reply reply = client().send(post(call("patchbay.status"))).reply();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).contains("there is no server other, which control.server of dev.patchbay.web names");
    }

    @Test
    void drainOfTheServerThatCarriesTheCallIsAnsweredAtOnce() throws Exception {
        control.answers("patchbay.drain", params -> {
            http.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
            return "\"result\":{\"stopped\":true}";
        });
        Client client = client().send(
                        post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"patchbay.drain\",\"params\":[\"http\"]}"));
        Reply reply = client.reply();
        assertThat(reply.body()).contains("\"stopped\":false");
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(client.rest()).isEmpty();
        assertThat(http.stop().toCompletableFuture().get(60, TimeUnit.SECONDS).forced())
                .isZero();
    }

    @Test
    void refusedDrainOfTheServerThatCarriesTheCallIsAnswered() throws IOException {
        control.answers("patchbay.drain", params -> "\"error\":{\"code\":-32602,\"message\":\"no\"}");
        String drain = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"patchbay.drain\",\"params\":{\"server\":\"http\"}}";
        assertThat(client().send(post(drain)).reply().body()).contains("-32602");
        assertThat(client().send(post("[" + drain + "]")).reply().status()).isEqualTo(400);
    }
}
