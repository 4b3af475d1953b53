package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.web.Client.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send, and what becomes of it. */
class RequestsTest extends WebTest {

    private static final String READY = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void connectionServesOneRequestAfterTheOther() throws IOException {
        Client client = client();
        for (int i = 0; i < 3; i++) {
            assertThat(client.send(READY).reply().body()).startsWith("ready: 2 servers");
        }
    }

    @Test
    void requestMayComeByteByByte() throws IOException {
        Client client = client();
        assertThat(client.sendByteByByte(READY).reply().status()).isEqualTo(200);
        assertThat(client.sendByteByByte(post(call("patchbay.status"))).reply().body())
                .contains("\"ready\":true");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        Client client =
                client().send(READY + post(call("patchbay.status")) + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.reply().body()).startsWith("ready");
        assertThat(client.reply().body()).contains("\"ready\":true");
        assertThat(client.reply().status()).isEqualTo(404);
        assertThat(client.send(READY).reply().status()).isEqualTo(200);
    }

    @Test
    void clientThatEndsItsOutputGetsItsWholeAnswer() throws IOException {
        Client client = client().send(READY).end();
        assertThat(client.reply().status()).isEqualTo(200);
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void headIsAnsweredWithTheLengthAndWithoutTheBody() throws IOException {
        Client client = client().send("HEAD /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n" + READY);
        Reply head = client.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length"))
                .isEqualTo("" + client.reply().body().length());
    }

    @Test
    void connectionOfAnOlderClientEndsAfterTheAnswer() throws IOException {
        Client client = client().send("GET /health/ready HTTP/1.0\r\n\r\n");
        assertThat(client.reply().header("Connection")).isEqualTo("close");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void connectionEndsWhenTheClientSaysSo() throws IOException {
        Client client = client().send("GET /health/ready HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n");
        assertThat(client.reply().status()).isEqualTo(200);
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void bodyMayComeInChunks() throws IOException {
        String head = post("", "Transfer-Encoding: chunked\r\n").replace("Content-Length: 0\r\n", "");
        String call = call("patchbay.status");
        String half = call.substring(0, 10);
        String rest = call.substring(10);
        Client client = client().send(head + "a\r\n" + half + "\r\n" + Integer.toHexString(rest.length()) + ";x=y\r\n"
                + rest + "\r\n0\r\nTrailer: 1\r\n\r\n" + READY);
        assertThat(client.reply().body()).contains("\"ready\":true");
        assertThat(client.reply().status()).isEqualTo(200);
    }

    @Test
    void clientThatWaitsForPermissionToSendGetsIt() throws IOException {
        String call = call("patchbay.status");
        Client client = client().send(post(call, "Expect: 100-continue\r\n").replace(call, ""));
        assertThat(client.head().status()).isEqualTo(100);
        assertThat(client.send(call).reply().body()).contains("\"ready\":true");
        assertThat(client.send(READY).reply().status()).isEqualTo(200);
    }

    @Test
    void refusedClientIsNotToldToSendItsBody() throws IOException {
        Client client =
                client().send("POST /nothing HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
        assertThat(client.reply().status()).isEqualTo(404);
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void bodyThatNobodyWantsIsPassedOver() throws IOException {
        Client client =
                client().send("GET /health/ready HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + READY);
        assertThat(client.reply().status()).isEqualTo(200);
        assertThat(client.reply().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        400 | hello
        400 | GET /
        400 | GET / HTTP/x
        505 | GET / HTTP/2.0~Host: a~~
        400 | GET / HTTP/1.1~~
        400 | GET / HTTP/1.1~Host: a~Host: b~~
        400 | GET / HTTP/1.1~Host: a~no colon~~
        400 | GET / HTTP/1.1~Host: a~Content-Length: -1~~
        400 | GET / HTTP/1.1~Host: a~Content-Length: +1~~x
        400 | GET / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~xx
        400 | GET / HTTP/1.1~Host: a~Content-Length: 9999999999999999999999~~
        400 | POST /rpc HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked~~0~~
        400 | POST /rpc HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~
        501 | POST /rpc HTTP/1.1~Host: a~Transfer-Encoding: gzip~~
        417 | GET / HTTP/1.1~Host: a~Expect: miracles~~
        400 | POST /rpc HTTP/1.1~Host: a~Content-Type: application/json~Transfer-Encoding: chunked~~zz~~
        """)
    void malformedRequestGetsItsStatusAndTheEndOfTheConnection(int status, String request) throws IOException {
        Client client = client().send(request.replace("~", "\r\n") + "\r\n\r\n").end();
        Reply reply = client.reply();
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(reply.body()).isNotBlank().doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void headWithTooLongALineIsRefused() throws IOException {
        Client client = client().send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.reply().status()).isEqualTo(431);
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void lineWithoutAnEndIsRefusedAtItsLimit() throws IOException {
        assertThat(client().send("G".repeat(10_000)).reply().status()).isEqualTo(431);
    }

    @Test
    void headWithTooManyHeadersIsRefused() throws IOException {
        Client client = client().send("GET / HTTP/1.1\r\nHost: a\r\n" + "X-A: b\r\n".repeat(70) + "\r\n");
        assertThat(client.reply().status()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n1E8480\r\n"})
    void bodyThatIsTooLargeIsRefused(String framing) throws IOException {
        String head = "POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + framing;
        Client client = client().send(head);
        Thread sender = new Thread(() -> sendMuch(client));
        sender.start();
        assertThat(client.reply().status()).isEqualTo(413);
        client.close();
    }

    private static void sendMuch(Client client) {
        try {
            for (int i = 0; i < 20; i++) {
                client.send("x".repeat(100_000));
            }
        } catch (IOException refused) {
            return;
        }
    }

    @Test
    void clientThatGoesInTheMiddleOfARequestLeavesNothingBehind() throws IOException {
        for (String part : new String[] {
            "GET /hea", READY.substring(0, 40), post("{\"jsonrpc").substring(0, 90)
        }) {
            client().send(part).close();
        }
        Client half = client().send("GET / HTTP/1.1\r\nHost: a\r\n").end();
        assertThatThrownBy(half::reply).isInstanceOf(EOFException.class);
        assertThat(get("/health/ready").status()).isEqualTo(200);
        while (http.connections().size() > 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void clientThatIsTooSlowIsToldSo() throws IOException {
        Client client = client().send("GET / HTTP/1.1\r\nHost:");
        assertThat(client.reply().status()).isEqualTo(408);
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void mutatedRequestsNeverMakeTheServerFail() throws IOException {
        Random random = new Random(1);
        String[] whole = {
            READY,
            post(call("patchbay.status")),
            post("", "Transfer-Encoding: chunked\r\n").replace("Content-Length: 0\r\n", "") + "3\r\n{}\n\r\n0\r\n\r\n"
        };
        for (int i = 0; i < 600; i++) {
            StringBuilder request = new StringBuilder(whole[i % whole.length]);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                int at = random.nextInt(request.length());
                switch (random.nextInt(3)) {
                    case 0 -> request.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> request.deleteCharAt(at);
                    default -> request.insert(at, "\r\n\0 :;,1Z".charAt(random.nextInt(9)));
                }
            }
            assertAnsweredOrEnded(request.toString());
        }
        assertThat(get("/health/ready").status()).isEqualTo(200);
    }

    private void assertAnsweredOrEnded(String request) throws IOException {
        try (Client client = client()) {
            assertThat(client.send(request).end().reply().status()).as(request).isNotEqualTo(500);
        } catch (EOFException ended) {
            // A part of a request has no answer.
            return;
        }
    }

    @Test
    void methodThatAPathDoesNotHaveIsRefusedWithThoseThatItHas() throws IOException {
        Client client = client().send("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n");
        Reply reply = client.reply();
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD");
        reply = client.send("GET /rpc HTTP/1.1\r\nHost: a\r\n\r\n").reply();
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("POST");
    }

    @Test
    void unknownPathIsRefusedWithThoseThatExist() throws IOException {
        Reply reply = get("/favicon.ico?x");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).contains("/health/ready");
    }
}
