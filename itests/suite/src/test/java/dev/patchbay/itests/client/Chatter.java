package dev.patchbay.itests.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;

/** A client that sends without pause and checks every answer: its length, its content, and which handler sent it. */
public final class Chatter implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Client client;
    private final BinaryOperator<String> authors;
    private final Thread thread;
    private boolean stopped;
    private String author;
    private int answers;
    private Throwable failure;

    /**
     * Begins to talk.
     *
     * @param authors tells by a message and its answer who gave it; null if it is wrong
     */
    public Chatter(Path socket, BinaryOperator<String> authors) throws IOException {
        this.authors = authors;
        client = Client.connect(socket);
        thread = new Thread(this::talk, "chatter");
        thread.setDaemon(true);
        thread.start();
    }

    private void talk() {
        try {
            for (int i = 1; !isStopped(); i++) {
                String message = "message " + i + "\n";
                String answer = client.echo(message);
                String by = authors.apply(message, answer);
                if (by == null) {
                    throw new IOException(message.strip() + " was answered with " + answer.strip());
                }
                answered(by);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void answered(String by) {
        answers++;
        author = by;
        notifyAll();
    }

    private synchronized void fail(Throwable why) {
        failure = why;
        notifyAll();
    }

    /** Waits until the latest answer is of this author. */
    public void awaitAnswerOf(String expected) throws InterruptedException {
        await(() -> expected.equals(author), "of " + expected);
    }

    /** Waits until so many more answers have come. */
    public synchronized void awaitAnswers(int more) throws InterruptedException {
        int enough = answers + more;
        await(() -> answers >= enough, "more");
    }

    private synchronized void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (failure != null || left <= 0) {
                throw new AssertionError("after " + answers + " answers none came " + what, failure);
            }
            wait(left);
        }
    }

    /** Stops after the answer that is due, and returns how many there were; fails if one was wrong or missing. */
    public int finish() throws InterruptedException {
        synchronized (this) {
            stopped = true;
        }
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        synchronized (this) {
            if (failure != null || thread.isAlive()) {
                throw new AssertionError("after " + answers + " answers one was wrong or did not come", failure);
            }
            return answers;
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
