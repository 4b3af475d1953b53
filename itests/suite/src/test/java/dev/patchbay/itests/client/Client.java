package dev.patchbay.itests.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A client on a Unix domain socket that uses only the JDK. Every call blocks until it is complete or its thread is
 * interrupted. The time limit of a test interrupts the thread.
 */
public final class Client implements AutoCloseable {

    /** How long a server that is being made may refuse clients. */
    private static final long REFUSED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SocketChannel channel;

    private Client(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects. A client that comes between bind(2) and listen(2) of the server is refused, and tries again. */
    public static Client connect(Path socket) throws IOException {
        return new Client(channel(socket));
    }

    /** Connects in the same way, and returns the bare channel. */
    static SocketChannel channel(Path socket) throws IOException {
        long deadline = System.nanoTime() + REFUSED_NANOS;
        while (true) {
            try {
                return connectOnce(socket);
            } catch (ConnectException refused) {
                if (System.nanoTime() - deadline >= 0) {
                    throw refused;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static SocketChannel connectOnce(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends all bytes. */
    public void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Sends text. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads exactly so many bytes. */
    public byte[] read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the server closed the connection after " + bytes.position() + " of " + count
                        + " bytes: " + new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
            }
        }
        return bytes.array();
    }

    /** Reads as many bytes as the text has, to be compared with it. */
    public String readAsMuchAs(String expected) throws IOException {
        return new String(read(expected.getBytes(StandardCharsets.UTF_8).length), StandardCharsets.UTF_8);
    }

    /** Sends text, and reads as much as that. */
    public String echo(String text) throws IOException {
        send(text);
        return readAsMuchAs(text);
    }

    /** Sends so many bytes in one go, and reads their echo late. */
    public Exchange sendAllAndReadLate(long bytes) throws IOException {
        Exchange exchange = new Exchange(channel, bytes);
        exchange.run();
        return exchange;
    }

    /** Says that nothing more will be sent. */
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Waits for the end of what the server sends, and returns whether nothing came before it. */
    public boolean isAtEnd() throws IOException {
        return channel.read(ByteBuffer.allocate(1)) < 0;
    }

    /** Waits until the server has let go of the connection, in whatever way, without having sent anything more. */
    public boolean isCutOff() throws IOException {
        try {
            return isAtEnd();
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
