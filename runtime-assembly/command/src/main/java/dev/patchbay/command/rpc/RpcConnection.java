package dev.patchbay.command.rpc;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import tools.jackson.core.JacksonException;

/**
 * A connection to a Unix domain socket that speaks JSON-RPC 2.0, one JSON text per line. It is for one thread; any thread may close
 * it, which ends a call that waits.
 */
public final class RpcConnection implements AutoCloseable {

    private static final int LONGEST_LINE = 256 << 20;

    /** How many notifications are kept during a call. */
    private static final int MOST_NOTIFICATIONS = 10_000;

    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(8192).flip();
    private final Queue<Document> notifications = new ArrayDeque<>();
    private long lastId;

    private RpcConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to a socket. */
    public static RpcConnection open(Path socket) throws IOException {
        return new RpcConnection(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /**
     * Calls a method and waits for its answer. Notifications that come before it are kept for {@link #notification}.
     *
     * @param parameters a map or a list
     * @throws RpcError    if the answer is an error
     * @throws IOException if the connection ends before the answer, or the answer is not JSON-RPC
     */
    public Object call(String method, Object parameters) throws IOException, RpcError {
        long id = ++lastId;
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("jsonrpc", "2.0");
        request.put("id", id);
        request.put("method", method);
        request.put("params", parameters);
        ByteBuffer line = ByteBuffer.wrap((Json.line(request) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        while (true) {
            Document answer = next();
            if (answer.get("id") instanceof Number answered && answered.longValue() == id
                    || answer.get("id") == null && answer.get("error") != null) {
                return result(answer);
            }
            if (answer.get("method") != null && notifications.size() < MOST_NOTIFICATIONS) {
                notifications.add(answer);
            }
        }
    }

    private static Object result(Document answer) throws RpcError {
        if (answer.get("error") == null) {
            return answer.get("result");
        }
        Document error = answer.object("error");
        Object data = error.get("data");
        String message = error.text("message");
        if (data != null) {
            message += ": " + (data instanceof String text ? text : Json.line(data));
        }
        throw new RpcError(error.number("code"), message);
    }

    /** Waits for the next notification of a method, and returns its parameters. */
    public Document notification(String method) throws IOException {
        while (true) {
            Document message = notification();
            if (message.text("method").equals(method)) {
                return message.object("params");
            }
        }
    }

    /** Waits for the next notification of any method, and returns it as a whole. */
    public Document notification() throws IOException {
        while (true) {
            Document message = notifications.isEmpty() ? next() : notifications.remove();
            if (message.get("method") != null) {
                return message;
            }
        }
    }

    private Document next() throws IOException {
        String line = line();
        try {
            Object message = Json.parse(line);
            if (message instanceof Map<?, ?>) {
                return Document.of(message);
            }
        } catch (JacksonException e) {
            // Said below, with what came.
        }
        throw new IOException("the socket does not speak JSON-RPC: it sent '"
                + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + "'");
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (input.hasRemaining()) {
                byte next = input.get();
                if (next == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(next);
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("the answer is longer than " + LONGEST_LINE + " bytes");
            }
            if (channel.read(input.clear()) < 0) {
                throw new EOFException("the other side closed the connection before it answered");
            }
            input.flip();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The process ends anyway.
        }
    }
}
