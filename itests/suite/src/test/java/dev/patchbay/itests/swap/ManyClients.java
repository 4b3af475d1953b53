package dev.patchbay.itests.swap;

import dev.patchbay.itests.swap.ledger.Wire;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A process with many idle clients. It is a separate process because it needs as many descriptors as the server. For
 * each line of its input, every client sends a message and waits for the answer. Then it prints how many answers each
 * probe has sent.
 */
final class ManyClients {

    private final List<SocketChannel> clients = new ArrayList<>();
    private int number;

    private ManyClients() {}

    /** Arguments: the path of the socket and the number of clients. */
    public static void main(String[] args) throws IOException {
        ManyClients many = new ManyClients();
        for (int left = Integer.parseInt(args[1]); left > 0; left--) {
            SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
            client.connect(UnixDomainSocketAddress.of(args[0]));
            many.clients.add(client);
        }
        System.out.println("connected");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (lines.readLine() != null) {
            System.out.println(many.talk());
        }
    }

    private Map<String, Integer> talk() throws IOException {
        number++;
        for (SocketChannel client : clients) {
            client.write(message());
        }
        Map<String, Integer> answers = new TreeMap<>();
        for (SocketChannel client : clients) {
            answers.merge(answer(client), 1, Integer::sum);
        }
        return answers;
    }

    private ByteBuffer message() {
        CRC32 crc = new CRC32();
        crc.update('x');
        return ByteBuffer.allocate(Integer.BYTES + Wire.MESSAGE_HEAD + 1)
                .putInt(Wire.MESSAGE_HEAD + 1)
                .putInt(number)
                .putInt((int) crc.getValue())
                .put((byte) 'x')
                .flip();
    }

    private String answer(SocketChannel client) throws IOException {
        int echoed = Wire.isEchoed(number) ? 1 : 0;
        ByteBuffer answer = ByteBuffer.allocate(Integer.BYTES + Wire.ANSWER_HEAD + echoed);
        while (answer.hasRemaining()) {
            if (client.read(answer) < 0) {
                throw new EOFException("the server closed a connection");
            }
        }
        int version = answer.getInt(5 * Integer.BYTES);
        return (char) answer.getInt(6 * Integer.BYTES) + " " + version;
    }
}
