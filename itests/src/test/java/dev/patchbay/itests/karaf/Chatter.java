package dev.patchbay.itests.karaf;

import dev.patchbay.itests.client.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A client that talks without a pause, and compares every answer: it must be the message, as it was or in capitals, which
 * tells who has answered.
 */
final class Chatter implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Client client;
    private final Thread thread;
    private boolean stopped;
    private boolean inCapitals;
    private int answers;
    private Throwable failure;

    Chatter(Path socket) throws IOException {
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
                if (!answer.toLowerCase(Locale.ROOT).equals(message)) {
                    throw new IOException(message.strip() + " was answered with " + answer.strip());
                }
                answered(!answer.equals(message));
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void answered(boolean capitals) {
        answers++;
        inCapitals = capitals;
        notifyAll();
    }

    private synchronized void fail(Throwable why) {
        failure = why;
        notifyAll();
    }

    /** Waits until answers come in capitals, or come as the messages were. */
    synchronized void awaitAnswer(boolean capitals) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (answers == 0 || inCapitals != capitals) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (failure != null || left <= 0) {
                throw new AssertionError("after " + answers + " answers none came that was " + capitals, failure);
            }
            wait(left);
        }
    }

    /** Stops after the answer that is due, and returns how many there were; fails if one was wrong or missing. */
    int finish() throws InterruptedException {
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
