package dev.patchbay.metrics;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that counts for itself. Blocking. */
final class Client implements AutoCloseable {

    private final SocketChannel channel;
    long sent;
    long received;

    Client(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    /** Sends bytes, and receives so many. */
    Client exchange(String text, int answer) throws IOException {
        send(text);
        ByteBuffer in = ByteBuffer.allocate(answer);
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new IOException("the server has closed");
            }
        }
        received += answer;
        return this;
    }

    void send(String text) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (out.hasRemaining()) {
            sent += channel.write(out);
        }
    }

    /** Sends a line, and returns the next one that comes. */
    String ask(String line) throws IOException {
        send(line + "\n");
        StringBuilder answer = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (channel.read(one.clear()) > 0 && one.get(0) != '\n') {
            received++;
            answer.append((char) one.get(0));
        }
        received++;
        return answer.toString();
    }

    /** Waits for the end. */
    void awaitEnd() throws IOException {
        while (channel.read(ByteBuffer.allocate(1)) >= 0) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
