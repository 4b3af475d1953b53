package dev.patchbay.protocols.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client that decides how its bytes are cut, and when it reads. */
final class RespClient implements AutoCloseable {

    private static final int BUFFER = 65_536;

    private final SocketChannel channel;
    private final DataInputStream in;

    RespClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
    }

    /** Returns a command as clients send it. */
    static byte[] command(Object... strings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + strings.length + "\r\n").getBytes(ISO_8859_1));
        for (Object string : strings) {
            byte[] bytes =
                    string instanceof byte[] given ? given : string.toString().getBytes(ISO_8859_1);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(ISO_8859_1));
            out.writeBytes(bytes);
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(bytes);
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    Object call(Object... strings) throws IOException {
        send(command(strings));
        return read();
    }

    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Reads an answer: a String, byte[], Long, List or null; errors and simple strings with their first character. */
    Object read() throws IOException {
        int type = in.read();
        if (type < 0) {
            throw new EOFException("the server has closed the connection");
        }
        String line = line();
        switch (type) {
            case ':':
                return Long.parseLong(line);
            case '$':
                return line.equals("-1") ? null : string(Integer.parseInt(line));
            case '*':
                return line.equals("-1") ? null : list(Integer.parseInt(line));
            default:
                return (char) type + line;
        }
    }

    private byte[] string(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        if (in.read() != '\r' || in.read() != '\n') {
            throw new IOException("the string of " + length + " bytes has another end");
        }
        return bytes;
    }

    private List<Object> list(int length) throws IOException {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(read());
        }
        return list;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server has closed the connection within a line");
            }
            line.write(next);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
