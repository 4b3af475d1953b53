package dev.patchbay.command.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets the page, and what goes through. */
@Timeout(60)
class PageServerTest {

    @TempDir
    Path folder;

    private FakeHttp http;
    private PageServer page;
    private int port;
    private String token;

    @BeforeEach
    void listen() throws IOException {
        http = new FakeHttp(folder.resolve("http.sock"));
        page = PageServer.open(0, folder.resolve("http.sock"));
        String address = page.address();
        port = Integer.parseInt(address.replaceAll("^http://127.0.0.1:([0-9]+)/.*", "$1"));
        token = address.substring(address.indexOf("token=") + 6);
    }

    @AfterEach
    void close() throws IOException {
        page.close();
        http.close();
    }

    /** A connection to the port. */
    private final class Browser implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader input;

        Browser() throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(20_000);
            input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        Browser send(String first, String... headers) throws IOException {
            String host = first.startsWith("!") ? "" : "Host: 127.0.0.1:" + port + "\r\n";
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String request = first.replace("!", "") + " HTTP/1.1\r\n" + host + lines + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        /** Reads the head of a response. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            for (String line = input.readLine(); line != null && !line.isEmpty(); line = input.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }

        String line() throws IOException {
            return input.readLine();
        }

        String read(int length) throws IOException {
            char[] text = new char[length];
            int count = 0;
            while (count < length) {
                int next = input.read(text, count, length - count);
                if (next < 0) {
                    throw new IOException("the port has closed the connection");
                }
                count += next;
            }
            return new String(text);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Sends one request, and returns the head of the response. */
    private String ask(String first, String... headers) throws IOException {
        try (Browser browser = new Browser()) {
            return browser.send(first, headers).head();
        }
    }

    /** Exchanges the token for the cookie, and returns the header with it. */
    private String cookie() throws IOException {
        String head = ask("GET /?token=" + token);
        assertThat(head).startsWith("HTTP/1.1 303 ").contains("Location: /\n");
        String cookie = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie: "))
                .findFirst()
                .orElseThrow()
                .substring(12);
        assertThat(cookie).endsWith("; Path=/; HttpOnly; SameSite=Strict").startsWith("patchbay-" + port + "=");
        return "Cookie: theme=dark; " + cookie.split(";")[0];
    }

    @Test
    void browserWithTheTokenGetsACookieAndWithItThePage() throws IOException {
        String cookie = cookie();
        try (Browser browser = new Browser()) {
            String head = browser.send("GET /?a=b", cookie).head();
            assertThat(head).startsWith("HTTP/1.1 200 OK\n").containsIgnoringCase("Content-Security-Policy: strict\n");
            assertThat(browser.read(5)).isEqualTo("hello");
            assertThat(browser.send("HEAD /", cookie).head()).startsWith("HTTP/1.1 200 OK\n");
        }
        assertThat(http.requests).hasSize(2);
        assertThat(http.requests.get(0))
                .startsWith("GET / HTTP/1.0\n")
                .contains("Host: 127.0.0.1:" + port + "\n")
                .doesNotContain("Cookie");
    }

    @Test
    void tokenIsValidOnce() throws IOException {
        String cookie = cookie();
        assertThat(ask("GET /?token=" + token)).startsWith("HTTP/1.1 403 ").doesNotContainIgnoringCase("Set-Cookie");
        assertThat(ask("GET /?token=wrong")).startsWith("HTTP/1.1 403 ");
        // The browser that has it may go back.
        assertThat(ask("GET /?token=" + token, cookie)).startsWith("HTTP/1.1 303 ");
        assertThat(http.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: a=b",
                "Cookie: patchbay-PORT=",
                "Cookie: patchbay-PORT=x",
                "X: patchbay-PORT=TOKEN",
                "Cookie: patchbay-PORT=TOKEN"
            })
    void nobodyElseGetsAnything(String header) throws IOException {
        cookie();
        String filled = header.replace("PORT", "" + port).replace("TOKEN", token);
        for (String first :
                new String[] {"GET /", "GET /events", "GET /health/live", "POST /rpc", "OPTIONS /", "GET /x?token="}) {
            assertThat(ask(first, filled)).as(first).startsWith("HTTP/1.1 403 ");
        }
        assertThat(http.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example:PORT",
                "Host: 127.0.0.1",
                "Host: 127.0.0.1:1",
                "Host: 127.0.0.1:PORT.evil.example",
                "X: y"
            })
    void wrongHostIsRefusedEvenWithTheCookieOrTheToken(String host) throws IOException {
        String cookie = cookie();
        String header = host.replace("PORT", "" + port);
        assertThat(ask("!GET /", header, cookie)).startsWith("HTTP/1.1 4");
        assertThat(ask("!GET /?token=" + token, header))
                .startsWith("HTTP/1.1 4")
                .doesNotContainIgnoringCase("Set-Cookie");
        assertThat(http.requests).isEmpty();
    }

    @Test
    void pageOfAnotherOriginIsRefusedEvenWithTheCookie() throws IOException {
        String cookie = cookie();
        for (String origin :
                new String[] {"http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:" + port}) {
            assertThat(ask("POST /rpc", cookie, "Origin: " + origin)).as(origin).startsWith("HTTP/1.1 403 ");
        }
        assertThat(http.requests).isEmpty();
        assertThat(ask("POST /rpc", cookie, "Origin: http://127.0.0.1:" + port)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void requestWithoutTheCookieAfterOneWithItOnTheSameConnectionIsNotPassedOn() throws IOException {
        String cookie = cookie();
        try (Browser browser = new Browser()) {
            // All at once.
            browser.send("GET /", cookie).send("GET /secret").send("GET /", cookie);
            assertThat(browser.head()).startsWith("HTTP/1.1 200 ");
            assertThat(browser.read(5)).isEqualTo("hello");
            assertThat(browser.head()).startsWith("HTTP/1.1 403 ");
        }
        assertThat(http.requests).noneMatch(request -> request.contains("secret"));
    }

    @Test
    void bodyThatLooksLikeARequestIsABody() throws IOException {
        String cookie = cookie();
        String body = "GET /secret HTTP/1.1\r\nHost: a\r\n\r\n";
        try (Browser browser = new Browser()) {
            browser.send("POST /rpc", cookie, "Content-Type: application/json", "Content-Length: " + body.length());
            browser.socket.getOutputStream().write(body.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(browser.head()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(http.requests).hasSize(1);
        assertThat(http.requests.get(0))
                .startsWith("POST /rpc HTTP/1.0\n")
                .containsIgnoringCase("Content-Type: application/json\n")
                .endsWith(body);
    }

    @Test
    void bodyThatIsTooLargeIsRefused() throws IOException {
        String cookie = cookie();
        try (Browser browser = new Browser()) {
            browser.send("POST /rpc", cookie, "Content-Length: 1048577");
            browser.socket.getOutputStream().write(new byte[1_048_577]);
            assertThat(browser.head()).startsWith("HTTP/1.1 413 ");
        }
        assertThat(http.requests).isEmpty();
    }

    @Test
    void eventsGoThroughAsTheyCome() throws IOException {
        String cookie = cookie();
        try (Browser browser = new Browser()) {
            assertThat(browser.send("GET /events", cookie).head()).containsIgnoringCase("text/event-stream");
            for (int i = 0; i < 3; i++) {
                http.events.release();
                String line = browser.line();
                while (!line.startsWith("data: ")) {
                    line = browser.line();
                }
                assertThat(line).isEqualTo("data: " + i);
            }
        }
    }

    @Test
    void withoutTheServerTheAnswerSaysSo() throws IOException {
        String cookie = cookie();
        http.close();
        assertThat(ask("GET /", cookie)).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void portThatIsInUseIsAnError() {
        assertThatThrownBy(() -> PageServer.open(port, folder.resolve("http.sock")))
                .isInstanceOf(BindException.class);
    }

    @Test
    void portIsClosedAtTheEnd() throws IOException {
        page.close();
        assertThatThrownBy(Browser::new).isInstanceOf(IOException.class);
    }
}
