package dev.patchbay.itests.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Collects the lines that a process prints. A test can wait for a line. Each wait begins after the line that the last
 * one found.
 */
public final class Lines {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> lines = new ArrayList<>();
    private final Predicate<String> worth;
    private final Thread reader;
    private int awaited;
    private boolean ended;

    Lines(InputStream source, String name) {
        this(source, name, line -> true);
    }

    /** Begins to read; keeps the lines that are worth it. */
    public Lines(InputStream source, String name, Predicate<String> worth) {
        this.worth = worth;
        reader = new Thread(() -> readAll(source), name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for a line that has all of these words, after the one that was awaited last, and returns it. */
    public String await(String... words) throws InterruptedException {
        return await(hasAll(words), List.of(words).toString());
    }

    /** Waits for a line that fits, after the one that was awaited last, and returns it. */
    public synchronized String await(Predicate<String> fits, String what) throws InterruptedException {
        awaited = indexOf(awaited, fits, what) + 1;
        return lines.get(awaited - 1);
    }

    /** Waits for a line that has all of these words, wherever it is. */
    public synchronized void awaitAnywhere(String... words) throws InterruptedException {
        indexOf(0, hasAll(words), List.of(words).toString());
    }

    private static Predicate<String> hasAll(String... words) {
        return line -> List.of(words).stream().allMatch(line::contains);
    }

    private int indexOf(int from, Predicate<String> fits, String what) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int i = from; ; i++) {
            while (i == lines.size()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("no line with " + what + " but these:\n" + String.join("\n", lines));
                }
                wait(left);
            }
            if (fits.test(lines.get(i))) {
                return i;
            }
        }
    }

    /** Waits for the end of the output, and returns all of it. */
    public List<String> all() throws InterruptedException {
        reader.join(PATIENCE.toMillis());
        synchronized (this) {
            return List.copyOf(lines);
        }
    }

    private void readAll(InputStream source) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (worth.test(line)) {
                    add(line);
                }
            }
        } catch (IOException e) {
            add("(the output broke off: " + e + ")");
        }
        end();
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
