package dev.patchbay.itests.load;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of an echo server, one thread each, that check every byte of every answer and never close their connections.
 */
final class GoodClients implements AutoCloseable {

    private static final int LONGEST = 8192;

    private final List<Thread> threads = new ArrayList<>();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicLong answers = new AtomicLong();
    private volatile Throwable failure;
    private volatile boolean closing;

    GoodClients(Path socket, int count, long seed) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channels.add(channel);
            channel.connect(UnixDomainSocketAddress.of(socket));
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> talk(channel, random), "good-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void talk(SocketChannel channel, Random random) {
        byte[] message = new byte[LONGEST];
        ByteBuffer answer = ByteBuffer.allocate(LONGEST);
        try {
            while (!closing) {
                int length = 1 + random.nextInt(LONGEST);
                random.nextBytes(message);
                ByteBuffer out = ByteBuffer.wrap(message, 0, length);
                answer.clear().limit(length);
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                while (answer.hasRemaining()) {
                    if (channel.read(answer) < 0) {
                        throw new IOException(
                                "the server closed after " + answer.position() + " of " + length + " bytes");
                    }
                }
                if (!answer.flip().equals(ByteBuffer.wrap(message, 0, length))) {
                    throw new IOException("an answer of " + length + " bytes is not the message");
                }
                answers.incrementAndGet();
                tell();
            }
        } catch (IOException e) {
            if (!closing) {
                failure = e;
                tell();
            }
        }
    }

    private synchronized void tell() {
        notifyAll();
    }

    long answers() {
        return answers.get();
    }

    /** Waits for so many more right answers. */
    synchronized void awaitAnswers(long count) throws InterruptedException {
        long enough = answers.get() + count;
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (answers.get() < enough) {
            check();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("good clients wait for answers");
            }
            wait(1000);
        }
        check();
    }

    /** Fails if a client has got a wrong answer, or none. */
    void check() {
        if (failure != null) {
            throw new AssertionError("a good client was harmed", failure);
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
