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

/** The lines that a process prints, kept, and awaited by tests. Each awaited line is the first that fits since the last. */
public final class Lines {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private int awaited;
    private boolean ended;

    Lines(InputStream source, String name) {
        reader = new Thread(() -> readAll(source), name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for a line that has all of these words, after the one that was awaited last, and returns it. */
    public synchronized String await(String... words) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (; ; ) {
            while (awaited < lines.size()) {
                String line = lines.get(awaited++);
                if (List.of(words).stream().allMatch(line::contains)) {
                    return line;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError("no line with " + List.of(words) + " but these:\n" + String.join("\n", lines));
            }
            wait(left);
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
                add(line);
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
