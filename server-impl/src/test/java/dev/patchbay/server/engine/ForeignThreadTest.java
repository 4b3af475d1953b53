package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What foreign code leaves on its thread, or does to it later, harms neither this connection nor others nor the socket. */
class ForeignThreadTest extends EngineTest {

    /** Where foreign code runs. */
    enum Where {
        OPENED,
        RECEIVED,
        TASK,
        RELEASED,
        CLOSED_STAGE,
        INPUT_ENDED
    }

    /** Leaves its thread interrupted, with another name, priority and class loader. */
    private static void spoil() {
        Thread me = Thread.currentThread();
        me.setName("spoilt");
        if (!me.isDaemon() || me.getPriority() != Thread.MAX_PRIORITY) {
            me.setPriority(Thread.MAX_PRIORITY);
        }
        me.setContextClassLoader(new ClassLoader(null) {});
        me.interrupt();
    }

    private static final class Spoiling implements Handler {
        private final Where where;

        Spoiling(Where where) {
            this.where = where;
        }

        private void spoil(Where here) {
            if (here == where) {
                ForeignThreadTest.spoil();
            }
        }

        @Override
        public void opened(ConnContext conn) {
            spoil(Where.OPENED);
            if (where == Where.CLOSED_STAGE) {
                conn.closed().thenRun(() -> spoil(Where.CLOSED_STAGE));
            }
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            conn.write(in);
            conn.execute(() -> spoil(Where.TASK));
            spoil(Where.RECEIVED);
        }

        @Override
        public void inputEnded(ConnContext conn) {
            conn.close();
            spoil(Where.INPUT_ENDED);
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            spoil(Where.RELEASED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void threadThatWasLeftInterruptedHarmsNobody(Where where) throws Exception {
        try (TestServer server = server().start(new Spoiling(where));
                Client stays = server.connect()) {
            for (int i = 0; i < 20; i++) {
                try (Client client = server.connect()) {
                    assertThat(client.send("x").receiveText(1)).isEqualTo("x");
                    assertThat(stays.send("y").receiveText(1)).isEqualTo("y");
                    client.endInput();
                    assertThat(client.receiveAll()).isEmpty();
                }
                assertThat(RecordedEvents.next(server.events.closed).connection())
                        .isNotEqualTo(1);
            }
            assertThat(server.events.errors).isEmpty();
            assertThat(server.server().pulse().get(10, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void nextCallFindsTheThreadAsItWas() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Handler looking = (conn, in) -> {
            in.position(in.limit());
            Thread me = Thread.currentThread();
            seen.add(me.isInterrupted() + " " + me.getName().equals("spoilt") + " " + me.getContextClassLoader());
            conn.write(Handlers.bytes("."));
            spoil();
        };
        try (TestServer server = server().start(looking);
                Client client = server.connect()) {
            client.send("x").receive(1);
            String first = RecordedEvents.next(seen);
            for (int i = 0; i < 10; i++) {
                client.send("x").receive(1);
                if (!lane.mayBlock()) {
                    assertThat(RecordedEvents.next(seen)).isEqualTo(first);
                } else {
                    assertThat(RecordedEvents.next(seen)).startsWith("false ");
                }
            }
        }
    }

    @Test
    void threadLocalsOfAHandlerGoWithIt() throws Exception {
        Assumptions.assumeFalse(lane.mayBlock(), "each of those calls has a thread of its own, or of a pool");
        ThreadLocal<String> local = new ThreadLocal<>();
        Handler leaving = (conn, in) -> {
            local.set("left");
            conn.write(in);
        };
        Handler next = (conn, in) -> {
            in.position(in.limit());
            conn.write(Handlers.bytes(local.get() == null ? "-" : "!"));
        };
        try (TestServer server = server().start(leaving);
                Client client = server.connect()) {
            assertThat(client.send("x").receiveText(1)).isEqualTo("x");
            server.handler(2, "second", 1, next);
            server.removed(1);
            server.server().pulse().get(10, TimeUnit.SECONDS);
            server.server().pulse().get(10, TimeUnit.SECONDS);
            assertThat(client.send("y").receiveText(1)).isEqualTo("-");
        }
    }

    @Test
    void interruptsThatAHandlersOtherThreadSendsHarmNobody() throws Exception {
        Map<Thread, Boolean> threads = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        Handler known = (conn, in) -> {
            if (!lane.mayBlock()) {
                threads.put(Thread.currentThread(), true);
            }
            conn.write(in);
        };
        try (TestServer server = server().start(known);
                Client client = server.connect()) {
            client.send("x").receive(1);
            CompletableFuture<Void> interrupting = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    threads.keySet().forEach(Thread::interrupt);
                }
            });
            try {
                for (int i = 0; i < 1000; i++) {
                    assertThat(client.send("x").receiveText(1)).isEqualTo("x");
                    if (i % 50 == 0) {
                        try (Client fresh = server.connect()) {
                            assertThat(fresh.send("f").receiveText(1)).isEqualTo("f");
                        }
                    }
                }
            } finally {
                over.set(true);
                interrupting.get(10, TimeUnit.SECONDS);
            }
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void interruptedWriterOfAnotherThreadHarmsNobody() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Thread> writer = new CompletableFuture<>();
        int count = 20_000;
        Handler pushing = (conn, in) -> {
            in.position(in.limit());
            Thread thread = new Thread(() -> {
                for (int i = 0; i < count; ) {
                    try {
                        conn.write(ByteBuffer.allocate(4).putInt(0, i));
                        i++;
                    } catch (java.util.concurrent.CancellationException interrupted) {
                        Thread.interrupted();
                    }
                }
            });
            thread.start();
            writer.complete(thread);
        };
        try (TestServer server = server().start(pushing);
                Client client = server.connect()) {
            client.send("?");
            Thread target = writer.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> interrupting = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    target.interrupt();
                }
            });
            try {
                for (int i = 0; i < count; i++) {
                    assertThat(ByteBuffer.wrap(client.receive(4)).getInt()).isEqualTo(i);
                }
            } finally {
                over.set(true);
                interrupting.get(10, TimeUnit.SECONDS);
            }
        }
    }
}
