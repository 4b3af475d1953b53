package dev.patchbay.bench.load;

import dev.patchbay.bench.exchange.Answers;
import dev.patchbay.bench.exchange.WrongAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Keeps its connections busy, on one thread: begins messages when they are due, and records when their answers come. */
final class Loader implements Answers {

    /** How long answers may take after the end. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int BUFFER = 1 << 16;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long BACKLOG_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Connections connections;
    private final boolean reconnect;
    private final Pace pace;
    private final Window window;
    private final Tally tally;
    private final ErrorCounts errors;
    private final BooleanSupplier interrupted;
    private final Wait wait;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Deque<Link> withRoom = new ArrayDeque<>();
    private final Deque<Link> broken = new ArrayDeque<>();
    private final Deque<Link> unflushed = new ArrayDeque<>();
    private int underWay;
    private boolean allBusy;
    private Link current;
    private long now;

    Loader(
            Connections connections,
            boolean reconnect,
            Pace pace,
            Window window,
            Tally tally,
            ErrorCounts errors,
            BooleanSupplier interrupted) {
        this.connections = connections;
        this.reconnect = reconnect;
        this.pace = pace;
        this.window = window;
        this.tally = tally;
        this.errors = errors;
        this.interrupted = interrupted;
        this.wait = new Wait(connections.selector(), tally.time());
    }

    /** Makes the load until the end of the window, and then waits for the answers that are missing. */
    void run() throws IOException {
        if (reconnect) {
            connections.all().forEach(Link::close);
        }
        connections.all().forEach(this::addRoom);
        while (!interrupted.getAsBoolean()) {
            now = System.nanoTime();
            tally.keepTime(now, false);
            repair();
            pump();
            if (isDone()) {
                break;
            }
            wait.until(wakeTime(), this::ready);
        }
        now = System.nanoTime();
        tally.keepTime(now, true);
        if (!interrupted.getAsBoolean()) {
            countUnanswered();
        }
    }

    private boolean isDone() {
        boolean over = now - window.end() >= 0;
        if (over && underWay == 0 && pace.next(now) == Long.MAX_VALUE) {
            return true;
        }
        return over && now - window.end() > PATIENCE_NANOS;
    }

    private long wakeTime() {
        long wake = now + LONGEST_WAIT_NANOS;
        if (!withRoom.isEmpty() && pace.isFixed()) {
            wake = Math.min(wake, pace.next(now));
        }
        if (!broken.isEmpty()) {
            wake = Math.min(wake, broken.peek().retryAt);
        }
        return wake;
    }

    private void addRoom(Link link) {
        if (!link.queued) {
            link.queued = true;
            withRoom.add(link);
        }
    }

    /** Begins the messages that are due, on the connections with room in turn. */
    private void pump() {
        while (!withRoom.isEmpty() && pace.isDue(now)) {
            Link link = withRoom.poll();
            link.queued = false;
            // Without a connection it is among the broken ones, unless each message has one of its own.
            if (!link.isOpen() && !(reconnect && connect(link))) {
                continue;
            }
            long due = pace.take(now);
            if (pace.isFixed()) {
                if (allBusy) {
                    tally.late(now);
                } else {
                    tally.lag(now - due, now);
                }
            }
            link.begin(due);
            underWay++;
            unflushed.add(link);
            if (link.hasRoom()) {
                addRoom(link);
            }
        }
        // What is due later than this waits for an answer, and not for this thread.
        allBusy = withRoom.isEmpty();
        while (!unflushed.isEmpty()) {
            flush(unflushed.poll());
        }
    }

    private boolean connect(Link link) {
        try {
            if (link.open()) {
                return true;
            }
            tally.retried();
            retry(link, BACKLOG_RETRY_NANOS);
        } catch (IOException e) {
            errors.add(Failures.connecting(e), 1);
            retry(link, backOff(link));
        }
        return false;
    }

    private static long backOff(Link link) {
        return Math.min(LONGEST_RETRY_NANOS, TimeUnit.MILLISECONDS.toNanos(10L << Math.min(10, link.failures++)));
    }

    private void retry(Link link, long nanos) {
        link.retryAt = now + nanos;
        broken.add(link);
    }

    /** Opens what has failed, when it is time for it. */
    private void repair() {
        for (int left = broken.size(); left > 0; left--) {
            Link link = broken.poll();
            if (link.retryAt - now > 0) {
                broken.add(link);
            } else if (reconnect || connect(link)) {
                addRoom(link);
            }
        }
    }

    private void flush(Link link) {
        if (!link.isOpen()) {
            return;
        }
        try {
            link.flush();
        } catch (IOException e) {
            fail(link, Failures.of(e));
        }
    }

    private void fail(Link link, String kind) {
        errors.add(kind, Math.max(1, link.underWay()));
        drop(link);
    }

    private void drop(Link link) {
        underWay -= link.underWay();
        link.close();
        retry(link, backOff(link));
    }

    private void ready(SelectionKey key) {
        Link link = (Link) key.attachment();
        now = System.nanoTime();
        if (key.isValid() && key.isWritable()) {
            flush(link);
        }
        if (key.isValid() && key.isReadable()) {
            read(link);
        }
    }

    private void read(Link link) {
        current = link;
        try {
            int length = link.read(buffer.clear());
            if (length < 0) {
                fail(link, Failures.CLOSED);
                return;
            }
            link.conversation().received(buffer.flip(), this);
        } catch (WrongAnswer e) {
            errors.addWrong(e.getMessage());
            if (link.underWay() > 1) {
                errors.add("lost with a wrong answer", link.underWay() - 1L);
            }
            drop(link);
            return;
        } catch (IOException e) {
            fail(link, Failures.of(e));
            return;
        }
        if (link.hasRoom()) {
            if (reconnect) {
                link.close();
            }
            addRoom(link);
            pump();
        }
    }

    @Override
    public void completed(int slot) {
        tally.completed(current.end(slot), now);
        underWay--;
        current.failures = 0;
    }

    @Override
    public void failed(int slot, String error) {
        current.end(slot);
        underWay--;
        errors.add(error, 1);
    }

    /** What has no answer yet has at least this latency; to leave it out would flatter the server. */
    private void countUnanswered() {
        for (Link link : connections.all()) {
            for (int slot = 0; link.isOpen() && slot < link.slots(); slot++) {
                if (link.begunAt(slot) != 0) {
                    tally.unanswered(link.begunAt(slot), now, 1);
                }
            }
        }
        if (underWay > 0) {
            errors.add(Failures.UNANSWERED, underWay);
        }
        long unsent = 0;
        for (long due = pace.next(now); due != Long.MAX_VALUE; due = pace.next(now)) {
            tally.unanswered(due, now, 1);
            pace.take(now);
            unsent++;
        }
        if (unsent > 0) {
            errors.add(Failures.UNSENT, unsent);
        }
    }
}
