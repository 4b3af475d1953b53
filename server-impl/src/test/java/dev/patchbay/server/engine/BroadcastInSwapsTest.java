package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.ConnectionRef;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.SlowConsumer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads and connections publish to a group while its handler is swapped all the time: each member gets each message once. */
@Timeout(120)
class BroadcastInSwapsTest extends EngineTest {

    private static final int MEMBERS = 8;
    private static final int PUBLISHERS = 4;

    /** Half of the publishers are threads, half are clients. */
    private static final int EACH = 10_000;

    private static final int SWAPS = 250;
    private static final int BYTES = 8;

    private final BlockingQueue<ConnectionRef> refs = new LinkedBlockingQueue<>();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Publishes what it receives, as blocks of bytes. Messages are written by the default of the API. */
    private final class Publishing implements Handler {
        @Override
        public void opened(ConnContext conn) {
            if (conn.previousHandler().isEmpty()) {
                conn.mailbox(PUBLISHERS * EACH, SlowConsumer.CLOSE);
                refs.add(conn.ref());
            }
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            while (in.remaining() >= BYTES) {
                ByteBuffer copy = ByteBuffer.allocate(BYTES);
                copy.put(in.slice(in.position(), BYTES)).flip();
                in.position(in.position() + BYTES);
                expectAllTaken(conn.group("all").send(copy.asReadOnlyBuffer()));
            }
        }
    }

    private void expectAllTaken(int taken) {
        published.incrementAndGet();
        if (taken != MEMBERS) {
            failure.compareAndSet(null, new AssertionError("taken by " + taken + " members of " + MEMBERS));
        }
    }

    @Test
    void eachMemberGetsEachMessageOnceAndInTheOrderOfItsPublisher() throws Exception {
        List<Client> members = new ArrayList<>();
        List<Client> publishing = new ArrayList<>();
        try (TestServer server = server().with("swap.timeout", "50s").start(new Publishing())) {
            ConnectionGroup group = server.server().groups().group("all");
            for (int i = 0; i < MEMBERS; i++) {
                members.add(server.connect());
                assertThat(group.join(RecordedEvents.next(refs))).isTrue();
            }
            List<Thread> threads = new ArrayList<>();
            for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
                int number = publisher;
                if (publisher % 2 == 0) {
                    threads.add(start(() -> publish(group, number)));
                } else {
                    Client client = server.connect();
                    publishing.add(client);
                    threads.add(start(() -> publish(client, number)));
                }
            }
            ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
            members.forEach(member -> threads.add(start(() -> readAll(member, wrong))));
            threads.add(start(() -> swap(server)));
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(wrong).isEmpty();
            assertThat(server.events.closed).isEmpty();
        } finally {
            for (Client client : members) {
                client.close();
            }
            for (Client client : publishing) {
                client.close();
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Throwable t) {
                failure.compareAndSet(null, t);
            }
        });
        thread.start();
        return thread;
    }

    private static ByteBuffer message(int publisher, int number) {
        return ByteBuffer.allocate(BYTES).putInt(publisher).putInt(number).flip();
    }

    private void publish(ConnectionGroup group, int publisher) {
        for (int i = 0; i < EACH; i++) {
            expectAllTaken(group.send(message(publisher, i).asReadOnlyBuffer()));
        }
    }

    private static void publish(Client client, int publisher) throws Exception {
        for (int i = 0; i < EACH; i++) {
            client.send(message(publisher, i).array());
        }
    }

    private static void readAll(Client member, ConcurrentLinkedQueue<String> wrong) throws Exception {
        int[] next = new int[PUBLISHERS];
        for (int i = 0; i < PUBLISHERS * EACH; i++) {
            ByteBuffer message = ByteBuffer.wrap(member.receive(BYTES));
            int publisher = message.getInt();
            int number = message.getInt();
            if (number != next[publisher]) {
                wrong.add("publisher " + publisher + ": " + number + " instead of " + next[publisher]);
            }
            next[publisher] = number + 1;
        }
    }

    /** Swaps the handler, also for one of the other kind, and now and then holds the connections for a moment. */
    private void swap(TestServer server) throws Exception {
        for (int swap = 1; swap <= SWAPS; swap++) {
            while (published.get() < PUBLISHERS * EACH / SWAPS * (swap - 1) && failure.get() == null) {
                Thread.onSpinWait();
            }
            HandlerExecution execution = HandlerExecution.values()[swap % 2];
            boolean hold = swap % 10 == 0;
            if (hold) {
                server.removed(swap);
            }
            server.handler(swap + 1, "handler " + swap, swap, execution, new Publishing());
            if (!hold) {
                server.removed(swap);
            }
        }
    }
}
