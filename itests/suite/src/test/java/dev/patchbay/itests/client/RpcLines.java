package dev.patchbay.itests.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client for JSON-RPC, one text per line. Every call blocks until it is complete. */
public final class RpcLines implements AutoCloseable {

    private final SocketChannel channel;
    private final BufferedReader lines;

    /** Connects. */
    public RpcLines(Path socket) throws IOException {
        channel = Client.channel(socket);
        lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** Sends a request, or several at once, each with its line feed. */
    public void send(String requests) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(requests.getBytes(StandardCharsets.UTF_8));
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Reads the next line. */
    public String read() throws IOException {
        return lines.readLine();
    }

    /** Sends a request, and reads the next line. */
    public String call(String method, String params, int id) throws IOException {
        send(request(method, params, id));
        return read();
    }

    /** Returns a request with its line feed. */
    public static String request(String method, String params, int id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":" + id + "}\n";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
