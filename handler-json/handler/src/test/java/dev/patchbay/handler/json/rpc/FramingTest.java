package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.EchoMethods;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FramingTest {

    private static final String REQUEST = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[1],\"id\":1}";
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"result\":[1],\"id\":1}";
    private static final int LIMIT = 4096;

    @TempDir
    Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory, "message.max", Integer.toString(LIMIT));
        server.publish(new EchoMethods(), "", HandlerExecution.EVENT_LOOP, "echo");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void linesMayEndWithCarriageReturnAndBlankOnesMeanNothing() throws Exception {
        try (RpcClient client = server.connect()) {
            client.send("\n\r\n \t\r\n" + REQUEST + "\r\n\n" + REQUEST + "\n");
            assertThat(client.read()).isEqualTo(ANSWER);
            assertThat(client.read()).isEqualTo(ANSWER);
        }
    }

    @Test
    void manyRequestsInOnePieceAreAllAnswered() throws Exception {
        try (RpcClient client = server.connect()) {
            client.send((REQUEST + "\n").repeat(1000));
            for (int i = 0; i < 1000; i++) {
                assertThat(client.read()).isEqualTo(ANSWER);
            }
        }
    }

    static final List<String> headers = List.of(
            "Content-Length: %d\r\n\r\n",
            "content-length:%d\r\n\r\n",
            "CONTENT-LENGTH: \t%d \r\n\r\n",
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
            "Content-Length: %d\r\nContent-Type: application/json; charset=\"UTF8\"\r\n\r\n",
            "Content-Type: application/json\r\nX-Anything: at all\r\nContent-Length: %d\r\n\r\n");

    @ParameterizedTest
    @FieldSource("headers")
    void headersAreUnderstoodInEveryFormAndInPiecesOfOneByte(String header) throws Exception {
        byte[] message = (header.formatted(REQUEST.length()) + REQUEST).getBytes(StandardCharsets.US_ASCII);
        try (RpcClient client = server.connect()) {
            for (byte next : message) {
                client.send(new byte[] {next});
            }
            assertThat(client.readFramed()).isEqualTo(ANSWER);
        }
    }

    @Test
    void aLineInPiecesOfOneByteIsUnderstood() throws Exception {
        try (RpcClient client = server.connect()) {
            for (byte next : (REQUEST + "\n").getBytes(StandardCharsets.US_ASCII)) {
                client.send(new byte[] {next});
            }
            assertThat(client.read()).isEqualTo(ANSWER);
        }
    }

    @Test
    void theLengthCountsBytesAndNotCharacters() throws Exception {
        String text = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[\"äöü€😀\"],\"id\":1}";
        try (RpcClient client = server.connect()) {
            client.framed(text);
            assertThat(client.readFramed()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":[\"äöü€😀\"],\"id\":1}");
        }
    }

    static final List<String> oddButHarmless = List.of(
            "Content-Length: %d\r\nX-Name: a\u0085b\r\n\r\n",
            "Content-Length: %d\r\nX-Name: \u00a0\u00ff\u0080\r\n\r\n",
            "Content-Length: %d\r\nX-Name: \u00e2\u0080\u00a8\r\n\r\n",
            "Content-Length: %d\r\nX-Name: \u00c3\u00a9\r\n\r\n",
            "Content-Length: %d\r\nX-Name:\r\n\r\n",
            "Content-Length: %d\r\nX-Name:  \t  \r\n\r\n",
            "Content-Length: %d\r\nContent-Type: text/\u0085; charset=utf-8\r\n\r\n",
            "Content-Length: %d\r\nContent-Type: a; b=\";charset=latin1\"; charset = \"UTF-8\" ;c\r\n\r\n",
            "Content-Length: %d\r\nContent-Type: ;;;;charset;=;\"\r\n\r\n");

    @ParameterizedTest
    @FieldSource("oddButHarmless")
    void whatIsOfNoInterestInHeadersDoesNoHarm(String header) throws Exception {
        try (RpcClient client = server.connect()) {
            client.send(header.formatted(REQUEST.length()).getBytes(StandardCharsets.ISO_8859_1))
                    .send(REQUEST);
            assertThat(client.readFramed()).isEqualTo(ANSWER);
        }
    }

    @Test
    void hostileHeadersDoNotKeepTheThreadOfOthers() throws Exception {
        try (RpcClient hostile = server.connect();
                RpcClient other = server.connect()) {
            hostile.send("Ca:" + " ".repeat(4070) + "\r \r\n\r\n");
            other.line(REQUEST);
            assertThat(other.read()).isEqualTo(ANSWER);
            assertThat(hostile.readFramed()).contains("-32700");
        }
    }

    static final List<String> brokenHeaders = List.of(
            "Content-Length: 10\n\n",
            "Content-Length 10\r\n\r\n",
            "Content-Length: ten\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: +1\r\n\r\n",
            "Content-Length: 1 0\r\n\r\n",
            "Content-Length: 0x10\r\n\r\n",
            "Content-Length: 1.0\r\n\r\n",
            "Content-Length:\r\n\r\n",
            "Content-Length: 9999999999999999999\r\n\r\n",
            "Content-Length: 10\r\nContent-Length: 10\r\n\r\n",
            "Content-Length : 10\r\n\r\n",
            "Content-Length: 10\r\n folded\r\n\r\n",
            "Content-Type: application/json\r\n\r\n",
            "Connect!\r\n\r\n",
            "Content-Length: 10\r\n: nameless\r\n\r\n",
            "C" + "x".repeat(5000));

    @ParameterizedTest
    @FieldSource("brokenHeaders")
    void brokenHeadersAreAnsweredAndTheConnectionIsClosed(String header) throws Exception {
        try (RpcClient client = server.connect()) {
            client.send(header);
            assertThat(client.readFramed())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\",\"data\":")
                    .endsWith("\"id\":null}");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void anEmptyMessageBehindHeadersIsAParseErrorAndTheNextOneIsServed() throws Exception {
        try (RpcClient client = server.connect()) {
            client.framed("").framed(REQUEST);
            assertThat(client.readFramed()).contains("-32700");
            assertThat(client.readFramed()).isEqualTo(ANSWER);
        }
    }

    @Test
    void anotherCharsetIsRefusedAndTheNextMessageIsServed() throws Exception {
        try (RpcClient client = server.connect()) {
            client.send("Content-Length: 3\r\nContent-Type: text/plain; charset=latin1\r\n\r\nabc")
                    .framed(REQUEST);
            assertThat(client.readFramed()).contains("-32600", "utf-8");
            assertThat(client.readFramed()).isEqualTo(ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 10 * LIMIT, 3_000_000})
    void aMessageOverTheLimitIsAnsweredAtOnceLeftOutAndTheNextOneIsServed(int length) throws Exception {
        try (RpcClient lines = server.connect();
                RpcClient headers = server.connect()) {
            lines.send("x".repeat(LIMIT + 1));
            assertThat(lines.read()).contains("-32600", "over the limit of " + LIMIT);
            lines.send("x".repeat(length - LIMIT - 1) + "\n").line(REQUEST);
            assertThat(lines.read()).isEqualTo(ANSWER);

            headers.send("Content-Length: " + length + "\r\n\r\n");
            assertThat(headers.readFramed()).contains("-32600", length + " bytes is over the limit of " + LIMIT);
            headers.send("x".repeat(length)).framed(REQUEST);
            assertThat(headers.readFramed()).isEqualTo(ANSWER);
        }
    }

    @Test
    void aMessageOfExactlyTheLimitIsServed() throws Exception {
        String frame = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[\"\"],\"id\":1}";
        String text = frame.replace("\"\"", "\"" + "x".repeat(LIMIT - frame.length()) + "\"");
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(text)).contains("\"result\"");
            assertThat(client.ask(text + " ")).contains("-32600");
        }
    }

    @Test
    void aClientThatEndsItsInputGetsAllItsAnswers() throws Exception {
        try (RpcClient client = server.connect()) {
            client.send((REQUEST + "\n").repeat(10)).endOutput();
            for (int i = 0; i < 10; i++) {
                assertThat(client.read()).isEqualTo(ANSWER);
            }
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aMessageThatIsCutOffByTheEndOfInputIsAParseError() throws Exception {
        try (RpcClient lines = server.connect();
                RpcClient headers = server.connect()) {
            lines.send(REQUEST.substring(0, REQUEST.length() - 1)).endOutput();
            assertThat(lines.read()).contains("-32700");
            assertThat(lines.isAtEnd()).isTrue();

            headers.send("Content-Length: 100\r\n\r\n" + REQUEST).endOutput();
            assertThat(headers.readFramed()).contains("-32700");
            assertThat(headers.isAtEnd()).isTrue();
        }
    }

    @Test
    void aWholeLastLineIsServedAlthoughNoLineFeedEndsIt() throws Exception {
        try (RpcClient client = server.connect()) {
            client.send(REQUEST + "\n" + REQUEST).endOutput();
            assertThat(client.read()).isEqualTo(ANSWER);
            assertThat(client.read()).isEqualTo(ANSWER);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r", " \t\r"})
    void spaceAfterTheLastLineIsNoMessage(String rest) throws Exception {
        try (RpcClient client = server.connect()) {
            client.send(REQUEST + "\n" + rest).endOutput();
            assertThat(client.read()).isEqualTo(ANSWER);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aLastLineInPiecesOfOneByteIsServed() throws Exception {
        try (RpcClient client = server.connect()) {
            for (byte next : ("[" + REQUEST + "]").getBytes(StandardCharsets.US_ASCII)) {
                client.send(new byte[] {next});
            }
            client.endOutput();
            assertThat(client.read()).isEqualTo("[" + ANSWER + "]");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aLastLineOverTheLimitIsAnsweredOnce() throws Exception {
        try (RpcClient client = server.connect()) {
            client.send("x".repeat(LIMIT + 1)).endOutput();
            assertThat(client.read()).contains("-32600");
            assertThat(client.isAtEnd()).isTrue();
        }
    }
}
