package dev.patchbay.command.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Passes requests on to the socket of the server {@code http}, each on a connection of its own, in HTTP/1.0: then the end of
 * the connection is the end of the body, and a stream of events goes through as it comes. For any thread.
 */
final class Relay {

    private static final Set<String> PASSED_ON = Set.of("accept", "content-type", "host", "last-event-id", "origin");

    /** What concerns the connection to the server, and not the one to the browser. */
    private static final Set<String> KEPT = Set.of("connection", "content-length", "date", "transfer-encoding");

    private static final int LONGEST_BODY = 1024 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int BUFFER = 16 * 1024;

    private final Path socket;

    Relay(Path socket) {
        this.socket = socket;
    }

    /** Answers a request with what the server answers. */
    void pass(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            fail(exchange, 413, "The body is larger than " + LONGEST_BODY + " bytes; send less at once.");
            return;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            send(channel, head(exchange, body.length), body);
            answer(exchange, new BufferedInputStream(Channels.newInputStream(channel)));
        } catch (IOException e) {
            if (exchange.getResponseCode() > 0) {
                throw e;
            }
            fail(exchange, 503, "The server http does not answer: " + e.getMessage());
        }
    }

    private static void fail(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String head(HttpExchange exchange, int length) {
        StringBuilder head = new StringBuilder()
                .append(exchange.getRequestMethod())
                .append(' ')
                .append(exchange.getRequestURI().getRawPath())
                .append(" HTTP/1.0\r\n");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        return head.append("Content-Length: ").append(length).append("\r\n\r\n").toString();
    }

    private static void send(SocketChannel channel, String head, byte[] body) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(head.length() + body.length)
                .put(head.getBytes(StandardCharsets.ISO_8859_1))
                .put(body)
                .flip();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    private static void answer(HttpExchange exchange, InputStream input) throws IOException {
        String[] first = line(input).split(" ", 3);
        if (first.length < 2 || !first[1].matches("[2-5][0-9][0-9]")) {
            throw new IOException("it does not speak HTTP");
        }
        long length = 0;
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            String[] header = line.split(":", 2);
            String name = header[0].toLowerCase(Locale.ROOT);
            String value = header[header.length - 1].strip();
            if (name.equals("content-length")) {
                length = Long.parseLong(value) == 0 ? -1 : Long.parseLong(value);
            } else if (!KEPT.contains(name)) {
                exchange.getResponseHeaders().put(header[0], List.of(value));
            }
        }
        int status = Integer.parseInt(first[1]);
        if (exchange.getRequestMethod().equals("HEAD") || status == 204) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        // Here, 0 means chunks, for a body whose length nobody knows, and -1 no body.
        exchange.sendResponseHeaders(status, length);
        if (length >= 0) {
            copy(input, exchange.getResponseBody());
        }
    }

    private static void copy(InputStream input, OutputStream output) throws IOException {
        // The head goes out now, whenever the first event comes.
        output.flush();
        byte[] buffer = new byte[BUFFER];
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            output.write(buffer, 0, count);
            output.flush();
        }
        output.close();
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("it has closed the connection");
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("it does not speak HTTP");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
