package dev.patchbay.server.config;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The command {@code getent(1)}, which asks all sources of accounts that the system is set up for. It may be slow or hang, as a
 * directory service on another machine may, so each question has a deadline. May be used by any thread.
 */
final class Getent {

    static final Getent OF_SYSTEM = new Getent("getent", Duration.ofSeconds(5));

    /** The exit status if there is no such account. */
    private static final int NOT_FOUND = 2;

    /** The exit status of the shell if there is no such command. */
    private static final int NO_COMMAND = 127;

    /** More than any group has: 16 MiB are about a million members. */
    private static final int LONGEST_ANSWER = 16 << 20;

    private static final File NOTHING = new File("/dev/null");

    private final String command;
    private final Duration patience;

    /** The time until which questions have to be answered. */
    record Deadline(long nanos) {

        private long restNanos() {
            return Math.max(0, nanos - System.nanoTime());
        }
    }

    /**
     * Creates a command.
     *
     * @param patience the time from {@link #deadline} to the deadline
     */
    Getent(String command, Duration patience) {
        this.command = command;
        this.patience = patience;
    }

    /** Returns a deadline for questions that begin now. */
    Deadline deadline() {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /**
     * Asks for an account.
     *
     * @return the answer; empty if there is no such account, or no such command on this system
     * @throws IOException if the command fails, answers without end, or does not answer in time
     */
    String ask(String database, String name, Deadline deadline) throws IOException {
        Process process = start(database, name);
        if (process == null) {
            return "";
        }
        try {
            FutureTask<byte[]> answer =
                    new FutureTask<>(() -> process.getInputStream().readNBytes(LONGEST_ANSWER + 1));
            Thread reader = new Thread(answer, "patchbay-getent");
            reader.setDaemon(true);
            reader.start();
            byte[] bytes = answer.get(deadline.restNanos(), TimeUnit.NANOSECONDS);
            if (bytes.length > LONGEST_ANSWER) {
                throw new IOException(command + " answers without end");
            }
            if (!process.waitFor(deadline.restNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            return text(bytes, process.exitValue());
        } catch (ExecutionException e) {
            throw new IOException("the answer of " + command + " cannot be read: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(command + " did not answer within " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            // Child processes too, because they may hold the other end of the pipe.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String text(byte[] bytes, int status) throws IOException {
        if (status == 0) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (status == NOT_FOUND || status == NO_COMMAND) {
            return "";
        }
        throw new IOException(command + " failed with exit status " + status);
    }

    /** Starts the command; returns null if there is none. */
    private Process start(String database, String name) {
        boolean ascii = name.chars().allMatch(c -> c < 0x80);
        // Java encodes arguments as the locale says, which may know no such characters, so the shell has to make them.
        List<String> words = ascii
                ? List.of(command, database, name)
                : List.of("sh", "-c", "exec \"$0\" \"$1\" \"$(printf \"$2\")\"", command, database, octal(name));
        try {
            return new ProcessBuilder(words)
                    .redirectInput(NOTHING)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException thereIsNone) {
            return null;
        }
    }

    /** Writes the UTF-8 bytes of a text as escape sequences of printf(1). */
    private static String octal(String text) {
        StringBuilder escapes = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            escapes.append(String.format(Locale.ROOT, "\\%03o", each & 0xFF));
        }
        return escapes.toString();
    }
}
