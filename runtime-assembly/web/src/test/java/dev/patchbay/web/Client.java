package dev.patchbay.web;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client of HTTP that sends exactly what it is told. */
final class Client implements AutoCloseable {

    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(4096).flip();

    private Client(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
    }

    static Client unix(Path socket) throws IOException {
        return new Client(UnixDomainSocketAddress.of(socket));
    }

    static Client loopback(int port) throws IOException {
        return new Client(new InetSocketAddress("127.0.0.1", port));
    }

    /**
     * A response.
     *
     * @param headers by their names in lower case
     */
    record Reply(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    Client send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    Client sendByteByByte(String text) throws IOException {
        for (char one : text.toCharArray()) {
            send(String.valueOf(one));
        }
        return this;
    }

    /** Ends the output. */
    Client end() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /** Reads a response with its body. */
    Reply reply() throws IOException {
        Reply head = head();
        if (head.status == 204 || head.status < 200) {
            return head;
        }
        String body;
        if (!head.header("Transfer-Encoding").isEmpty()) {
            StringBuilder all = new StringBuilder();
            for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
                all.append(chunk);
            }
            body = all.toString();
        } else if (!head.header("Content-Length").isEmpty()) {
            body = read(Integer.parseInt(head.header("Content-Length")));
        } else {
            body = rest();
        }
        return new Reply(head.status, head.headers, body);
    }

    /** Reads the head of a response. */
    Reply head() throws IOException {
        String first = line();
        if (!first.startsWith("HTTP/1.1 ")) {
            throw new IOException("no response: " + first);
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(": ", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        return new Reply(Integer.parseInt(first.substring(9, 12)), headers, "");
    }

    /** Reads a chunk of a body; empty for the last one. */
    String chunk() throws IOException {
        String chunk = read(Integer.parseInt(line(), 16));
        line();
        return chunk;
    }

    /** Reads a line without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = next(); next != '\n'; next = next()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private String read(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) next();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads up to the end of the connection. */
    String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        while (fill()) {
            rest.write(input.get());
        }
        return rest.toString(StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
        if (!fill()) {
            throw new EOFException("the server has closed the connection");
        }
        return input.get() & 0xff;
    }

    private boolean fill() throws IOException {
        if (!input.hasRemaining()) {
            int count = channel.read(input.clear());
            input.flip();
            return count >= 0;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
