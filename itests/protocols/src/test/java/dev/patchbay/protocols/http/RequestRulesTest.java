package dev.patchbay.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.protocols.PlainClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What RFC 9112 allows a server to serve, and what would be two requests for one server and one for another. */
@Timeout(60)
class RequestRulesTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n";
    private static final String CHUNKED = "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    private static Path folder;

    private static Site site;

    @BeforeAll
    static void start() {
        site = new Site(folder);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String answer(String request) {
        try (PlainClient client = new PlainClient(site.socket())) {
            return client.send(request).endOutput().readToEnd();
        }
    }

    private static String text(String escaped) {
        return escaped.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET / HTTP/1.1\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\n Host: a\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\n folded\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\n\\tfolded\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\nHost: a\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\n\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\n\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\nX: b\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\rX: b\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\0\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\n: b\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nno colon\\r\\n\\r\\n",
                "400 | GET  / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "400 | GET /a b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "400 | GET\\t/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1 \\r\\nHost: a\\r\\n\\r\\n",
                "400 | GET / http/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "400 | GET / HTTP/11\\r\\nHost: a\\r\\n\\r\\n",
                "400 | GET /\\r\\n\\r\\n",
                "400 | GET\\r\\n\\r\\n",
                "400 | G(T / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "505 | GET / HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n",
                "505 | PRI * HTTP/2.0\\r\\n\\r\\n",
                "501 | BREW / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "404 | GET /nothing HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "404 | GET /files/../http.sock HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "405 | DELETE / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "411 | POST /echo HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "413 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1001\\r\\n\\r\\n",
                "413 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 9999999999999999999999\\r\\n\\r\\n",
                "413 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3e9\\r\\n",
                "417 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\nExpect: more\\r\\n\\r\\n",
                "400 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\nContent-Length: 5\\r\\n\\r\\nabcde",
                "400 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5, 5\\r\\n\\r\\nabcde",
                "400 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: +5\\r\\n\\r\\nabcde",
                "400 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -5\\r\\n\\r\\nabcde",
                "400 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0x5\\r\\n\\r\\nabcde",
                "400 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length:\\r\\n\\r\\n",
                "400 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "400 | POST /small HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "501 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n",
                "501 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: identity\\r\\n\\r\\n",
                "400 | POST /small HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: x\\r\\n\\r\\n",
            })
    void whatIsWrongWithARequestIsItsStatus(String status, String request) {
        assertThat(answer(text(request))).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x\\r\\n",
                "\\r\\n",
                "-1\\r\\n",
                "0x1\\r\\na\\r\\n",
                "1 \\0\\r\\na\\r\\n",
                "1 x\\r\\na\\r\\n",
                "1\\na\\r\\n",
                "1\\r\\na\\n0\\r\\n\\r\\n",
                "1\\r\\nab0\\r\\n\\r\\n",
                "1;x\\ry\\r\\na\\r\\n",
                "0\\r\\n\\n",
                "0\\r\\nno colon\\r\\n\\r\\n",
                "0\\r\\na : b\\r\\n\\r\\n",
                "1000000000000000\\r\\n",
            })
    void chunksThatOneServerCouldReadDifferentlyAreRefused(String chunks) {
        String head = CHUNKED.replace("/echo", "/digest");
        assertThat(answer(head + text(chunks))).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void anAnswerThatHasBegunIsCutOffWhenItsBodyIsWrong() {
        assertThat(answer(CHUNKED + "3\r\nabc\r\nx\r\n")).doesNotContain("0\r\n\r\n");
    }

    @Test
    void aHeadThatIsTooLongIsRefused() {
        String fields = "X: %s\r\n".formatted("x".repeat(1000)).repeat(17);
        assertThat(answer(GET + fields + "\r\n")).startsWith("HTTP/1.1 431 ");
        assertThat(answer(GET + "X: " + "x".repeat(1_000_000))).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void whatIsUnusualButRightIsServed() {
        assertThat(answer("\r\n\r\n" + GET + "\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET http://h:80/?x HTTP/1.1\r\nhOST:h\r\nX:\t \r\nY:\u00e9\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET / HTTP/1.9\r\nHost:\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ").contains("Connection: close");
        assertThat(answer(CHUNKED + "00A ; x=\"y\"\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"))
                .endsWith("\r\n\r\na\r\n0123456789\r\n0\r\n\r\n");
    }

    @Test
    void requestsInOnePieceOrByteByByteHaveTheSameAnswers() {
        String requests = GET + "\r\n" + CHUNKED.replace("/echo", "/digest")
                + "3\r\nabc\r\n4\r\ndefg\r\n0\r\nA: b\r\n\r\n"
                + "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz"
                + "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + "GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
                + "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n" + GET + "Connection: close\r\n\r\n" + GET + "\r\n";
        try (PlainClient client = new PlainClient(site.socket())) {
            String answers = withoutDates(client.sendByteByByte(requests).readToEnd());
            assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(8);
            assertThat(answers).isEqualTo(withoutDates(answer(requests)));
        }
    }

    private static String withoutDates(String answers) {
        return answers.replaceAll("Date: [^\r]*", "Date");
    }

    @Test
    void aClientThatEndsItsOutputGetsItsWholeAnswer() {
        site.file("half", 3_000_000);
        assertThat(answer(GET.replace("/ ", "/files/half ") + "\r\n").length()).isGreaterThan(3_000_000);
    }

    @Test
    void aClientThatIsStillSendingReadsWhyItIsRefused() {
        try (PlainClient client = new PlainClient(site.socket())) {
            client.send("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 5000000\r\n\r\n" + "x".repeat(5_000_000));
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ");
        }
    }
}
