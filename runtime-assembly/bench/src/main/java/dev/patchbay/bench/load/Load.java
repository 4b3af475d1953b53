package dev.patchbay.bench.load;

import dev.patchbay.bench.exchange.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One thread of a load. It opens its connections when it is started, and waits for {@link #begin} with them. */
public final class Load implements AutoCloseable {

    private final Share share;
    private final ErrorCounts errors;
    private final BooleanSupplier interrupted;
    private final Thread thread;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CompletableFuture<Window> window = new CompletableFuture<>();
    private volatile IOException failure;
    private volatile Tally tally;

    /**
     * What a thread does of the whole.
     *
     * @param socket      the path of the socket
     * @param exchange    what is sent
     * @param connections the number of its connections
     * @param depth       messages under way on each
     * @param rate        its messages a second; 0 for no limit
     * @param offset      how far into the time between two messages it begins, from 0 to 1
     * @param reconnect   whether each message has a connection of its own
     */
    public record Share(
            Path socket,
            Exchange exchange,
            int connections,
            int depth,
            double rate,
            double offset,
            boolean reconnect) {}

    /** Creates a thread, which is not started. */
    public Load(String name, Share share, ErrorCounts errors, BooleanSupplier interrupted) {
        this.share = share;
        this.errors = errors;
        this.interrupted = interrupted;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /**
     * Waits until the connections are open, or that was interrupted.
     *
     * @throws IOException if one could not be opened
     */
    public void awaitOpen() throws IOException, InterruptedException {
        opened.await();
        if (failure != null) {
            throw failure;
        }
    }

    /** Begins the load, and returns what will be measured. */
    public Tally begin(Window times) {
        tally = new Tally(times);
        window.complete(times);
        return tally;
    }

    /**
     * Waits for the end of the load.
     *
     * @throws IOException if the thread has failed
     */
    public void awaitEnd() throws IOException, InterruptedException {
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        try (Connections connections =
                new Connections(share.socket(), share.exchange(), share.connections(), share.depth())) {
            connections.open(interrupted);
            opened.countDown();
            Window times = window.join();
            if (times != null) {
                Pace pace = new Pace(times, share.rate(), share.offset());
                new Loader(connections, share.reconnect(), pace, times, tally, errors, interrupted).run();
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new IOException("a thread of the load has failed: " + e, e);
        } finally {
            opened.countDown();
        }
    }

    /** Ends the thread, if it has not begun. Otherwise it ends with its window, or with the interruption. */
    @Override
    public void close() {
        window.complete(null);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
