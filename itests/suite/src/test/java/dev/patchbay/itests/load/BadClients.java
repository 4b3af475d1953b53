package dev.patchbay.itests.load;

import dev.patchbay.itests.load.BadClient.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A set of clients that misbehave in different ways, all on one thread. Clients that leave, or that the server
 * disconnects, are replaced.
 */
final class BadClients implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Of the clients that only come to go, so many go and come in a tick. */
    private static final int BRIEF_IN_A_TICK = 4;

    private final Path echo;
    private final Path json;
    private final int size;
    private final int halfBytes;
    private final Deque<BadClient> clients = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile Throwable failure;
    private volatile long connected;
    private final CountDownLatch complete = new CountDownLatch(1);

    BadClients(Path echo, Path json, int size, int halfBytes) {
        this.echo = echo;
        this.json = json;
        this.size = size;
        this.halfBytes = halfBytes;
        thread = new Thread(this::run, "bad");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Kind[] kinds = Kind.values();
        try {
            while (clients.size() < size && !closing) {
                come(kinds[clients.size() % kinds.length]);
            }
            complete.countDown();
            while (!closing) {
                goOn();
                LockSupport.parkNanos(TICK_NANOS);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void come(Kind kind) throws IOException {
        BadClient client = new BadClient(kind, echo, json, halfBytes);
        clients.add(client);
        connected++;
        client.goOn();
    }

    private void goOn() throws IOException {
        int brief = BRIEF_IN_A_TICK;
        for (int i = clients.size(); i > 0; i--) {
            BadClient client = clients.poll();
            boolean leaves = client.kind().isBrief() && brief-- > 0;
            if (leaves || !client.goOn()) {
                client.close();
                come(client.kind());
            } else {
                clients.add(client);
            }
        }
    }

    /** Returns how many have connected so far. */
    long connected() {
        return connected;
    }

    /** Waits until the crowd is complete. */
    void awaitAll() throws InterruptedException {
        if (!complete.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            check();
            throw new AssertionError("only " + connected + " bad clients have connected");
        }
    }

    void check() {
        if (failure != null) {
            throw new AssertionError("bad clients cannot even connect", failure);
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (BadClient client : clients) {
            client.close();
        }
    }
}
