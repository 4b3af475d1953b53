package dev.patchbay.web;

import dev.patchbay.api.embed.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with the handler http, one with control methods, and clients on real sockets. */
@Timeout(120)
abstract class WebTest {

    @TempDir
    Path directory;

    final FakeRuntime runtime = new FakeRuntime();
    final FakeControl control = new FakeControl();
    private final List<Client> clients = new ArrayList<>();
    Server http;
    Server controlServer;

    @BeforeEach
    void startServers() throws IOException {
        http = Server.at(directory.resolve("http.sock"))
                .name("http")
                .with("swap.timeout", "60s")
                .with("drain.timeout", "60s")
                .handler(new HttpHandler(runtime, Map.of()))
                .start();
        controlServer = Server.at(directory.resolve("control.sock"))
                .name("control")
                .handler(control)
                .start();
        runtime.servers.add(controlServer);
        runtime.servers.add(http);
    }

    @AfterEach
    void stopServers() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        http.stop(Duration.ofSeconds(5));
        http.close();
        controlServer.stop(Duration.ZERO);
        controlServer.close();
    }

    /** Connects to the server http. */
    Client client() throws IOException {
        Client client = Client.unix(directory.resolve("http.sock"));
        clients.add(client);
        return client;
    }

    /** Sends a GET, and returns the response. */
    Client.Reply get(String path) throws IOException {
        return client().send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .reply();
    }

    static String post(String body) {
        return post(body, "");
    }

    /** Returns a call as a request, with further headers that end with line ends. */
    static String post(String body, String headers) {
        return "POST /rpc HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String call(String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\"}";
    }
}
