package dev.patchbay.bench.load;

import dev.patchbay.bench.exchange.Exchange;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The connections of one thread, and their selector. */
final class Connections implements AutoCloseable {

    private static final long OPEN_LIMIT_NANOS = 20_000_000_000L;
    private static final long RETRY_NANOS = 1_000_000;

    private final Selector selector;
    private final List<Link> all = new ArrayList<>();

    Connections(Path socket, Exchange exchange, int count, int depth) throws IOException {
        selector = Selector.open();
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        for (int i = 0; i < count; i++) {
            all.add(new Link(address, exchange, selector, depth));
        }
    }

    /** Opens all of them, unless that is interrupted. */
    void open(BooleanSupplier interrupted) throws IOException {
        long limit = System.nanoTime() + OPEN_LIMIT_NANOS;
        for (int i = 0; i < all.size(); i++) {
            while (!all.get(i).open()) {
                if (interrupted.getAsBoolean()) {
                    return;
                }
                if (System.nanoTime() - limit > 0) {
                    throw new SocketTimeoutException(
                            "its backlog is full; it let in " + i + " of " + all.size() + " within 20 s");
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    Selector selector() {
        return selector;
    }

    List<Link> all() {
        return all;
    }

    @Override
    public void close() throws IOException {
        all.forEach(Link::close);
        selector.close();
    }
}
