package dev.patchbay.server.engine;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.swap.HandlerEntry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A server in a process of its own. It echoes lines; those that name a callback fill the heap to the last few bytes in that
 * callback, and let the error through. The memory stays taken for a while after that.
 */
final class FullHeapProcess {

    private static final int LARGEST = 1 << 16;
    private static final int SHRINKING = 4;
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Tells of the end of the shortage without memory, so exactly once. */
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private static final byte[] FREED = "freed\n".getBytes(StandardCharsets.US_ASCII);

    /** What fills the heap: arrays, each of which leads to the next. */
    private static volatile Object[] hoard;

    private static volatile long takenAt;
    private static final AtomicLong CLOSED = new AtomicLong();
    private static final AtomicLong MISSED = new AtomicLong();

    private FullHeapProcess() {}

    public static void main(String[] arguments) throws Exception {
        Thread free = new Thread(FullHeapProcess::free, "free");
        free.setDaemon(true);
        free.start();
        EventHub hub = new EventHub("test");
        hub.add(new Listener(), EventHub.Interest.CONNECTIONS);
        Server server = new Server("test", new EngineResources(), hub);
        HandlerExecution execution = HandlerExecution.valueOf(arguments[2]);
        server.slot().put(new HandlerEntry(1, "lines", 0, execution, "test", new Lines()));
        Map<String, String> configuration =
                Map.of("socket.path", arguments[0], "engine", arguments[1], "loops", "1", "drain.timeout", "10s");
        server.start(ConfigReader.read(configuration, filter -> handler -> true));
        while (System.in.read() >= 0) {}
        System.out.println("live " + server.connectionCount());
        DrainResult result = server.stop().join();
        hub.close();
        long closed = server.totals().closed().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        System.out.println("stopped, forced " + result.forced() + ", left " + server.connectionCount() + ", untold "
                + (server.totals().accepted() - closed) + ", told or missed "
                + (CLOSED.get() + MISSED.get() >= closed));
    }

    private static void fill() {
        Object[] all = null;
        OutOfMemoryError last = null;
        int size = LARGEST;
        while (size > 0) {
            try {
                Object[] one = new Object[size];
                one[0] = all;
                all = one;
            } catch (OutOfMemoryError full) {
                size /= SHRINKING;
                last = full;
            }
        }
        hoard = all;
        takenAt = System.nanoTime();
        throw last;
    }

    private static void free() {
        for (; ; ) {
            try {
                LockSupport.parkNanos(LOOK_NANOS);
                if (hoard != null && System.nanoTime() - takenAt > HELD_NANOS) {
                    hoard = null;
                    OUT.write(FREED);
                }
            } catch (OutOfMemoryError again) {
                Thread.onSpinWait();
            } catch (IOException nobodyReads) {
                return;
            }
        }
    }

    private static final class Lines implements Handler {

        private volatile boolean fills;

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            if (in.get(in.limit() - 1) != '\n') {
                return;
            }
            switch (Handlers.text(in)) {
                case "received\n" -> fill();
                case "task\n" -> {
                    in.position(in.limit());
                    conn.execute(FullHeapProcess::fill);
                }
                case "released\n" -> {
                    in.position(in.limit());
                    fills = true;
                    conn.close();
                }
                default -> conn.write(in);
            }
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            if (fills) {
                fills = false;
                fill();
            }
        }
    }

    private static final class Listener implements ServerEvents {

        @Override
        public void serverStarted(String server, String address) {
            System.out.println("started");
        }

        @Override
        public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
            CLOSED.incrementAndGet();
            System.out.println("closed " + connection + " " + reason);
        }

        @Override
        public void missed(String server, long events) {
            MISSED.addAndGet(events);
            System.out.println("missed " + events);
        }

        @Override
        public void error(String server, String what, Throwable cause) {
            System.out.println("error: " + what + ": " + cause);
        }
    }
}
