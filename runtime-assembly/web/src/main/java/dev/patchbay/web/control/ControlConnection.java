package dev.patchbay.web.control;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import tools.jackson.databind.JsonNode;

/**
 * A connection to the control server: one JSON text per line in either direction. One thread may read while another one
 * writes. Any thread may close it, which ends a read that waits.
 */
public final class ControlConnection implements AutoCloseable {

    private static final int LONGEST_LINE = 64 << 20;

    private final SocketChannel channel;

    /** What was read and is not used yet. For the reading thread. */
    private final ByteBuffer input = ByteBuffer.allocate(16 * 1024).flip();

    private ControlConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static ControlConnection open(String path) throws IOException {
        return new ControlConnection(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    /** Sends a JSON text. */
    public void send(JsonNode text) throws ControlUnavailable {
        byte[] bytes = Json.bytes(text);
        ByteBuffer line = ByteBuffer.allocate(bytes.length + 1)
                .put(bytes)
                .put((byte) '\n')
                .flip();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw ended(e);
        }
    }

    /** Waits for the next line that is no notification, and returns it without its line feed. */
    public byte[] answer() throws ControlUnavailable {
        while (true) {
            byte[] line = line();
            if (Json.parse(line).filter(message -> message.has("method")).isEmpty()) {
                return line;
            }
        }
    }

    /** Waits for the next line, and returns it without its line feed. */
    public byte[] line() throws ControlUnavailable {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            while (!takeLine(line)) {
                if (line.size() > LONGEST_LINE) {
                    throw new ControlUnavailable("an answer is longer than " + LONGEST_LINE + " bytes");
                }
                if (fill() < 0) {
                    throw new EOFException("the connection was closed");
                }
            }
        } catch (IOException e) {
            throw ended(e);
        }
        return line.toByteArray();
    }

    private static ControlUnavailable ended(IOException e) {
        return new ControlUnavailable("the control server has not answered: "
                + (e.getMessage() == null ? "the connection has ended" : e.getMessage()));
    }

    /** Moves bytes up to a line feed; returns whether there was one. */
    private boolean takeLine(ByteArrayOutputStream line) {
        int start = input.position();
        int end = start;
        while (end < input.limit() && input.get(end) != '\n') {
            end++;
        }
        line.write(input.array(), start, end - start);
        boolean complete = end < input.limit();
        input.position(complete ? end + 1 : end);
        return complete;
    }

    private int fill() throws IOException {
        input.compact();
        try {
            return channel.read(input);
        } finally {
            input.flip();
        }
    }

    /** Returns whether anything can be read now, be it the end. Must not be called while another thread reads or writes. */
    public boolean isReadable() {
        if (input.hasRemaining()) {
            return true;
        }
        try {
            channel.configureBlocking(false);
            try {
                return fill() != 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nothing more to do with it.
            return;
        }
    }
}
