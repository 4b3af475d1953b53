package dev.patchbay.handler.json.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client with nothing but the JDK. Every call blocks until it is done. */
public final class RpcClient implements AutoCloseable {

    private final SocketChannel channel;
    private final ByteBuffer received = ByteBuffer.allocate(1 << 16).flip();

    private RpcClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects. */
    public static RpcClient connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return new RpcClient(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends bytes as they are. */
    public RpcClient send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        return this;
    }

    /** Sends text as it is. */
    public RpcClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a text as one line. */
    public RpcClient line(String text) throws IOException {
        return send(text + "\n");
    }

    /** Sends a text behind its length. */
    public RpcClient framed(String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return send("Content-Length: " + length + "\r\n\r\n" + text);
    }

    /** Sends a line, and returns the next line that comes. */
    public String ask(String line) throws IOException {
        return line(line).read();
    }

    /** Returns the next line, without its end. */
    public String read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = next(); next != '\n'; next = next()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Returns the next message behind its length. */
    public String readFramed() throws IOException {
        String header = read();
        if (!header.matches("Content-Length: \\d+\r") || !read().equals("\r")) {
            throw new IOException("not a header: " + header);
        }
        byte[] body = new byte[Integer.parseInt(header.substring(16, header.length() - 1))];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) next();
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
        if (!received.hasRemaining()) {
            received.clear();
            int count = channel.read(received);
            received.flip();
            if (count < 0) {
                throw new EOFException("the server has closed the connection");
            }
        }
        return received.get();
    }

    /** Returns whether nothing comes any more, but the end. */
    public boolean isAtEnd() throws IOException {
        received.compact();
        int count = channel.read(received);
        received.flip();
        return count < 0 && !received.hasRemaining();
    }

    /** Says that nothing more will be sent. */
    public RpcClient endOutput() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
