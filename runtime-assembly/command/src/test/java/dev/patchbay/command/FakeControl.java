package dev.patchbay.command;

import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.rpc.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A control socket whose answers a test sets. Connections are served one at a time. */
final class FakeControl {

    private final Path home;
    private final ServerSocketChannel listener;
    private final Thread thread = new Thread(this::serve, "fake-control");
    private final Map<String, String> results = new ConcurrentHashMap<>();
    private final Map<String, String> errors = new ConcurrentHashMap<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private volatile String raw;
    private volatile SocketChannel served;
    private volatile String lastMethod;

    private FakeControl(Path home, ServerSocketChannel listener) {
        this.home = home;
        this.listener = listener;
    }

    /** Opens the control socket of a home. */
    static FakeControl in(Path home) throws IOException {
        return open(home, Map.of());
    }

    /** Opens the socket again after it was closed, with the same answers from the first client on. */
    FakeControl again() throws IOException {
        return open(home, results);
    }

    private static FakeControl open(Path home, Map<String, String> results) throws IOException {
        Files.createDirectories(home.resolve("run"));
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        FakeControl control = new FakeControl(home, listener);
        control.results.putAll(results);
        listener.bind(UnixDomainSocketAddress.of(home.resolve("run/control.sock")));
        control.thread.start();
        return control;
    }

    /** Answers a method with a JSON text; {@code HOME} in it is replaced. */
    FakeControl answers(String method, String result) {
        results.put(method, result.replace("HOME", home.toString()));
        return this;
    }

    /** Answers a method with an error. */
    FakeControl refuses(String method, String message) {
        errors.put(method, message);
        return this;
    }

    /** Sends this event after the answer to a subscription. */
    FakeControl sends(String event) {
        events.add(event);
        return this;
    }

    /** Answers each request with this line. */
    void answersRaw(String line) {
        raw = line;
    }

    /** Closes the connection of the client that is there, or is about to be. */
    void hangUp() throws IOException {
        while (served == null) {
            Thread.onSpinWait();
        }
        served.close();
    }

    /** Closes the connection after the events. */
    void thenHangsUp() {
        thenHangsUpAfter("patchbay.subscribe");
    }

    /** Closes the connection after the answer to a method. */
    void thenHangsUpAfter(String method) {
        lastMethod = method;
    }

    /** Returns the methods that were called, each with its parameters in JSON. */
    List<String> requests() {
        return requests;
    }

    private void serve() {
        while (true) {
            try (SocketChannel client = listener.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8))) {
                served = client;
                if (!listener.isOpen()) {
                    return; // It was closed before it could know of this client.
                }
                OutputStream out = Channels.newOutputStream(client);
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    Document request = Document.of(Json.parse(line));
                    for (String answer : raw == null ? answers(request) : List.of(raw)) {
                        out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                    if (request.text("method").equals(lastMethod)) {
                        break;
                    }
                }
            } catch (IOException e) {
                if (!listener.isOpen()) {
                    return;
                }
            }
        }
    }

    private List<String> answers(Document request) {
        String method = request.text("method");
        requests.add(method + " " + Json.line(request.get("params")));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("id", request.get("id"));
        if (errors.containsKey(method)) {
            answer.put("error", Map.of("code", -32000, "message", errors.get(method)));
        } else if (results.containsKey(method)) {
            answer.put("result", Json.parse(results.get(method)));
        } else {
            answer.put("error", Map.of("code", -32601, "message", "there is no method " + method));
        }
        List<String> lines = new ArrayList<>(List.of(Json.line(answer)));
        if (method.equals("patchbay.subscribe")) {
            for (String event : events) {
                lines.add("{\"jsonrpc\":\"2.0\",\"method\":\"patchbay.event\",\"params\":" + event + "}");
            }
        }
        return lines;
    }

    /** Closes the socket and the connection that is served. */
    void close() throws IOException, InterruptedException {
        listener.close();
        SocketChannel client = served;
        if (client != null) {
            client.close();
        }
        thread.join(10_000);
        Files.deleteIfExists(home.resolve("run/control.sock"));
    }
}
