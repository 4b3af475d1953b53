package dev.patchbay.itests.swap.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The records of one test: a seat for each connection, a record for each server, and the violations. */
public final class Ledger {

    private static final int VIOLATIONS_KEPT = 40;
    private static final int HISTORY_KEPT = 200;

    private static volatile Ledger current = new Ledger();

    private final Instant begun = Instant.now();
    private final Map<String, Seat> seats = new ConcurrentHashMap<>();
    private final Map<String, ServerRecord> servers = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger violationCount = new AtomicInteger();
    private final AtomicInteger instances = new AtomicInteger();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong released = new AtomicLong();

    /** Guarded by itself. */
    private final Deque<String> history = new ArrayDeque<>();

    private Ledger() {}

    /** Returns the ledger of the test that runs. */
    public static Ledger current() {
        return current;
    }

    /** Begins a ledger for a test. */
    public static Ledger begin() {
        current = new Ledger();
        return current;
    }

    /** Returns the seat of a connection. */
    public Seat seat(String server, long connection) {
        return seats.computeIfAbsent(server + "#" + connection, name -> new Seat(this, name));
    }

    /** Returns all seats. */
    public List<Seat> seats() {
        return List.copyOf(seats.values());
    }

    /** Returns the record of a server. */
    public ServerRecord server(String name) {
        return servers.computeIfAbsent(name, key -> new ServerRecord());
    }

    /** Numbers a probe; the numbers begin at 1. */
    public int nextInstance() {
        return instances.incrementAndGet();
    }

    /** Returns how many probes there were. */
    public int instances() {
        return instances.get();
    }

    /** Writes down that something is wrong. */
    public void violation(String what) {
        if (violationCount.incrementAndGet() <= VIOLATIONS_KEPT) {
            violations.add(note("VIOLATION " + what));
        }
    }

    /** Returns what was wrong. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Writes down what happens, to be read if something goes wrong; returns the line. */
    public String note(String what) {
        String line = String.format(
                "%8.3f s  %s", Duration.between(begun, Instant.now()).toNanos() / 1e9, what);
        synchronized (history) {
            history.addLast(line);
            if (history.size() > HISTORY_KEPT) {
                history.removeFirst();
            }
        }
        return line;
    }

    /** Returns the last things that happened, a line each. */
    public String history() {
        synchronized (history) {
            return String.join("\n", history);
        }
    }

    void countOpened() {
        opened.incrementAndGet();
    }

    void countReleased() {
        released.incrementAndGet();
    }

    /** Returns how many times a probe took charge of a connection. */
    public long opened() {
        return opened.get();
    }

    /** Returns how many times a probe was released. */
    public long released() {
        return released.get();
    }
}
