package dev.patchbay.protocols;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that sends and reads bytes, for what no program does. Its calls wait; the tests bound them. */
public final class PlainClient implements AutoCloseable {

    private final SocketChannel channel;

    /** Connects. */
    public PlainClient(Path socket) {
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends text, a byte a character. */
    public PlainClient send(String text) {
        return send(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Sends bytes. */
    public PlainClient send(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends text in as many pieces as it has bytes. */
    public PlainClient sendByteByByte(String text) {
        text.chars().forEach(c -> send(String.valueOf((char) c)));
        return this;
    }

    /** Ends the output. */
    public PlainClient endOutput() {
        try {
            channel.shutdownOutput();
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads some bytes; -1 at the end. */
    public int read(ByteBuffer buffer) {
        try {
            return channel.read(buffer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads so many bytes, or all up to the end. */
    public byte[] readBytes(int most) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(most, 64 * 1024));
        while (bytes.size() < most
                && read(buffer.clear().limit(Math.min(buffer.capacity(), most - bytes.size()))) >= 0) {
            bytes.write(buffer.array(), 0, buffer.position());
        }
        return bytes.toByteArray();
    }

    /** Reads so many characters, or all up to the end. */
    public String readText(int most) {
        return new String(readBytes(most), StandardCharsets.ISO_8859_1);
    }

    /** Reads all up to the end. */
    public String readToEnd() {
        return readText(Integer.MAX_VALUE);
    }

    /** Closes the socket; what has arrived and was not read makes it an abort. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
