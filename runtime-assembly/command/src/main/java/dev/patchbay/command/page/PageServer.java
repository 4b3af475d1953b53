package dev.patchbay.command.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A port of 127.0.0.1 with the status page, for the one browser that comes with the token. */
final class PageServer implements AutoCloseable {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** How many requests are served at once. A stream of events is one. */
    private static final int THREADS = 64;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, PageServer::thread);
    private final Admission admission;
    private final Relay relay;

    private PageServer(HttpServer server, Path socket) {
        this.server = server;
        this.admission = new Admission(server.getAddress().getPort());
        this.relay = new Relay(socket);
    }

    /**
     * Listens at a port; 0 for any that is free.
     *
     * @param socket where the requests go
     */
    static PageServer open(int port, Path socket) throws IOException {
        // Read once, when the first server of the process is created. Strangers must not hold threads for long (in
        // seconds).
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetAddress loopback = InetAddress.getByAddress("127.0.0.1", LOOPBACK);
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
        PageServer opened = new PageServer(server, socket);
        server.setExecutor(opened.threads);
        server.createContext("/", opened::answer);
        server.start();
        return opened;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "page-request");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the address with the token. */
    String address() {
        return admission.address();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Admission.Verdict verdict = admission.judge(exchange);
            if (verdict.isAdmitted()) {
                relay.pass(exchange);
            } else {
                send(exchange, verdict);
            }
        }
    }

    private static void send(HttpExchange exchange, Admission.Verdict verdict) throws IOException {
        byte[] text = (verdict.text() + "\n").getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/plain; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        if (verdict.cookie() != null) {
            headers.set("Set-Cookie", verdict.cookie());
            headers.set("Location", "/");
        }
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(verdict.status(), isHead ? -1 : text.length);
        if (!isHead) {
            exchange.getResponseBody().write(text);
        }
    }

    /** Ends everything at once, also the streams of events. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
