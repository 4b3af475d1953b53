package dev.patchbay.command.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A server http that records what comes to it. */
final class FakeHttp implements AutoCloseable {

    /** The requests: head and body as they came, with line feeds only. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** One permit for each event that the path {@code /events} sends. */
    final Semaphore events = new Semaphore(0);

    private final ServerSocketChannel listener;

    FakeHttp(Path socket) throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "fake-http");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                start(() -> serve(client));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            BufferedReader input = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(client), StandardCharsets.ISO_8859_1));
            StringBuilder request = new StringBuilder();
            int length = 0;
            for (String line = input.readLine(); !line.isEmpty(); line = input.readLine()) {
                request.append(line).append('\n');
                length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
            }
            for (int i = 0; i < length; i++) {
                request.append((char) input.read());
            }
            requests.add(request.toString());
            answer(request.toString(), Channels.newOutputStream(client));
        } catch (IOException | InterruptedException gone) {
            return;
        }
    }

    private void answer(String request, OutputStream output) throws IOException, InterruptedException {
        if (!request.startsWith("GET /events ")) {
            write(
                    output,
                    "HTTP/1.1 200 OK\r\nContent-Security-Policy: strict\r\nContent-Length: 5\r\n"
                            + "Connection: close\r\n\r\n" + (request.startsWith("HEAD ") ? "" : "hello"));
            return;
        }
        write(output, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
        for (int i = 0; ; i++) {
            events.acquire();
            write(output, "data: " + i + "\n\n");
        }
    }

    private static void write(OutputStream output, String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
