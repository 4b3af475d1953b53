package dev.patchbay.itests.swap;

import dev.patchbay.itests.swap.Pauses.Kind;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The clients of one server, on one thread. They send as fast as they can, or at a rate that leaves the processor idle
 * at times, until they are asked to finish.
 */
final class Traffic implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 90;
    private static final int CLIENTS_TOLD = 5;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int BEGUN_IN_A_TICK = 3;

    private final String server;
    private final Selector selector = Selector.open();
    private final List<Conversation> conversations = new ArrayList<>();
    private final Pauses atFullSpeed = new Pauses();
    private final Pauses atPace = new Pauses();
    private final Random random;
    private final Thread thread;
    private final Object monitor = new Object();
    private boolean wasPaced;
    private long nextTick = System.nanoTime();
    private volatile int waiting;
    private volatile long answers;
    private volatile boolean paced;
    private volatile boolean finishing;
    private volatile boolean over;
    private volatile boolean stopped;
    private volatile Throwable failure;

    Traffic(String server, Path socket, int connections, long seed) throws IOException {
        this.server = server;
        this.random = new Random(seed);
        for (int i = 0; i < connections; i++) {
            conversations.add(new Conversation(server + "-" + i, socket, selector, seed + i, this::pauses));
        }
        thread = new Thread(this::run, "traffic-" + server);
        thread.setDaemon(true);
        thread.start();
    }

    String server() {
        return server;
    }

    /** Returns how long clients waited, at the present speed. */
    Pauses pauses() {
        return paced ? atPace : atFullSpeed;
    }

    /** Goes on at a pace, or at full speed. */
    void pace(boolean slow) {
        paced = slow;
        selector.wakeup();
    }

    int connections() {
        return conversations.size();
    }

    /** Returns how many answers came so far. */
    long answers() {
        return answers;
    }

    /** Returns what went on and how long clients waited meanwhile, as lines. */
    String tables() {
        return "   at full speed\n" + atFullSpeed.table() + "   at a pace\n" + atPace.table();
    }

    /** Returns how often something of these kinds was done. */
    long count(Kind... kinds) {
        return Stream.of(kinds)
                .mapToLong(kind -> atFullSpeed.of(kind).size() + atPace.of(kind).size())
                .sum();
    }

    /** Returns how many bytes were sent; to be asked when it is over. */
    long bytes() {
        return conversations.stream().mapToLong(Conversation::bytes).sum();
    }

    private void run() {
        try {
            while (!over && !stopped) {
                select();
                if (finishing) {
                    conversations.stream().filter(talk -> !talk.isOver()).forEach(Conversation::finish);
                }
                serve();
                over = conversations.stream().allMatch(Conversation::isOver);
                tell();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
            tell();
        }
    }

    /** Waits for sockets, and at each tick lets every client begin a few messages. */
    private void select() throws IOException {
        long now = System.nanoTime();
        if (!paced && wasPaced) {
            conversations.forEach(talk -> talk.allow(Integer.MAX_VALUE));
        } else if (paced && now - nextTick >= 0) {
            nextTick = now + TICK_NANOS;
            conversations.forEach(talk -> talk.allow(random.nextInt(BEGUN_IN_A_TICK + 1)));
        }
        wasPaced = paced;
        if (wasPaced) {
            selector.select(1 + TimeUnit.NANOSECONDS.toMillis(Math.max(0, nextTick - now)));
        } else {
            selector.select();
        }
    }

    private void serve() throws IOException {
        long count = 0;
        for (SelectionKey key : selector.selectedKeys()) {
            count += ((Conversation) key.attachment()).serve();
        }
        selector.selectedKeys().clear();
        answers += count;
    }

    private void tell() {
        if (waiting > 0 || failure != null) {
            synchronized (monitor) {
                monitor.notifyAll();
            }
        }
    }

    /** Waits for so many more answers. */
    void awaitAnswers(long count) throws InterruptedException {
        long enough = answers + count;
        await(() -> answers >= enough, count + " more answers");
    }

    /** Waits until the last answer that each client got is from this version of this probe. */
    void awaitServed(String probe) throws InterruptedException {
        await(
                () -> conversations.stream().allMatch(talk -> talk.server().equals(probe)),
                "every client is served by " + probe);
    }

    /** Lets every client come to its end, and waits for that. */
    void finish() throws InterruptedException {
        finishing = true;
        selector.wakeup();
        await(() -> over, "every message is answered and every connection at its end");
    }

    private void await(BooleanSupplier fulfilled, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (monitor) {
            waiting++;
            try {
                while (!fulfilled.getAsBoolean()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (failure != null || left <= 0) {
                        throw new AssertionError("server " + server + ": it should be that " + what + ", but "
                                + (failure != null ? failure.getMessage() : clients()));
                    }
                    monitor.wait(left);
                }
            } finally {
                waiting--;
            }
        }
    }

    private String clients() {
        return conversations.stream()
                .filter(talk -> !talk.isOver())
                .limit(CLIENTS_TOLD)
                .map(Conversation::toString)
                .collect(Collectors.joining(", ", "of the clients that still talk the first are ", ""));
    }

    /** Drops the clients, if they have not finished. */
    @Override
    public void close() throws IOException {
        stopped = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Conversation talk : conversations) {
            talk.close();
        }
        selector.close();
    }
}
