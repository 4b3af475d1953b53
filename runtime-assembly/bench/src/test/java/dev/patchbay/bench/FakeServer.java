package dev.patchbay.bench;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with a thread for each connection, which does what a test says with what has come. */
final class FakeServer implements AutoCloseable {

    /** What becomes of bytes that have come. */
    interface Behaviour {

        void received(SocketChannel client, ByteBuffer bytes) throws IOException;
    }

    static final Behaviour ECHO = (client, bytes) -> {
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    };

    final AtomicInteger accepted = new AtomicInteger();

    private final Path path;
    private final ServerSocketChannel listener;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();

    FakeServer(Path path, Behaviour behaviour) throws IOException {
        this.path = path;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), 128);
        start(() -> {
            while (true) {
                SocketChannel client = listener.accept();
                accepted.incrementAndGet();
                clients.add(client);
                start(() -> serve(client, behaviour));
            }
        });
    }

    Path path() {
        return path;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The client or the test has closed it.
                    }
                },
                "fake-server");
        threads.add(thread);
        thread.start();
    }

    private static void serve(SocketChannel client, Behaviour behaviour) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (client) {
            while (client.isOpen() && client.read(buffer.clear()) >= 0) {
                behaviour.received(client, buffer.flip());
            }
        }
    }

    /** Ends it. The thread that accepts goes first, so that no client comes after the others have been closed. */
    @Override
    public void close() throws IOException {
        listener.close();
        join(threads.get(0));
        for (SocketChannel client : clients) {
            client.close();
        }
        threads.forEach(FakeServer::join);
        Files.deleteIfExists(path);
    }

    private static void join(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
