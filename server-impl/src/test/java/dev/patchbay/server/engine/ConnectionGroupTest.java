package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.ConnectionRef;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Groups of connections: they live in the server, whichever handler is in charge. */
class ConnectionGroupTest extends EngineTest {

    private final BlockingQueue<ConnectionRef> refs = new LinkedBlockingQueue<>();

    /** Joins a connection to a room when it is new, and says everything that is received to all in the room. */
    private final class Room implements Handler {
        private final String name;

        Room(String name) {
            this.name = name;
        }

        @Override
        public void opened(ConnContext conn) {
            if (conn.previousHandler().isEmpty()) {
                assertThat(conn.group("room").join(conn.ref())).isTrue();
                refs.add(conn.ref());
            }
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            conn.group("room").send(name + Handlers.text(in));
            in.position(in.limit());
        }

        @Override
        public void message(ConnContext conn, Object message) {
            conn.write(Handlers.bytes((String) message));
        }
    }

    @Test
    void messageReachesAllMembersBeforeAndAfterASwap() throws Exception {
        try (TestServer server = server().start(new Room("a"));
                Client one = server.connect();
                Client two = server.connect()) {
            RecordedEvents.next(refs, 2);
            one.send("1");
            assertThat(one.receiveText(2)).isEqualTo("a1");
            assertThat(two.receiveText(2)).isEqualTo("a1");
            server.handler(2, "second", 1, new Room("b"));
            server.removed(1);
            two.send("2");
            assertThat(one.receiveText(2)).isEqualTo("b2");
            assertThat(two.receiveText(2)).isEqualTo("b2");
        }
    }

    @Test
    void messageReachesMembersThatAreHeldWhenAHandlerArrives() throws Exception {
        try (TestServer server = server().start(new Room("a"));
                Client one = server.connect();
                Client two = server.connect()) {
            RecordedEvents.next(refs, 2);
            server.removed(1);
            assertThat(server.server().groups().group("room").send("!")).isEqualTo(2);
            server.handler(2, "second", 1, new Room("b"));
            assertThat(one.receiveText(1)).isEqualTo("!");
            assertThat(two.receiveText(1)).isEqualTo("!");
        }
    }

    @Test
    void memberLeavesWhenItIsAskedToAndWhenItEnds() throws Exception {
        try (TestServer server = server().start(new Room("a"));
                Client one = server.connect()) {
            ConnectionRef first = RecordedEvents.next(refs);
            ConnectionGroup group = server.server().groups().group("room");
            ConnectionRef second;
            try (Client two = server.connect()) {
                second = RecordedEvents.next(refs);
                assertThat(group.size()).isEqualTo(2);
                assertThat(group.join(second)).isFalse();
                two.send("1").receive(2);
            }
            RecordedEvents.next(server.events.closed);
            assertThat(group.size()).isEqualTo(1);
            assertThat(group.join(second)).isFalse();
            assertThat(group.leave(second)).isFalse();
            assertThat(group.send("!")).isEqualTo(1);
            assertThat(group.leave(first)).isTrue();
            assertThat(group.leave(first)).isFalse();
            assertThat(group.size()).isZero();
            assertThat(group.send("?")).isZero();
            assertThat(one.receiveText(3)).isEqualTo("a1!");
        }
    }

    @Test
    void groupWithoutMembersIsForgotten() throws Exception {
        try (TestServer server = server().start(new Room("a"))) {
            try (Client client = server.connect()) {
                ConnectionRef ref = RecordedEvents.next(refs);
                for (int i = 0; i < 1000; i++) {
                    server.server().groups().group("other " + i).join(ref);
                }
                assertThat(server.server().groups().count()).isEqualTo(1001);
                for (int i = 0; i < 500; i++) {
                    server.server().groups().group("other " + i).leave(ref);
                }
                assertThat(server.server().groups().count()).isEqualTo(501);
                assertThat(server.server().groups().group("unused").send("!")).isZero();
                client.send("x").receive(2);
            }
            RecordedEvents.next(server.events.closed);
            assertThat(server.server().groups().count()).isZero();
        }
    }

    @Test
    void connectionOfAnotherServerIsRefused() throws Exception {
        try (TestServer server = server().start(new Room("a"));
                TestServer other =
                        new TestServer(lane, Files.createDirectory(directory.resolve("other"))).start(new Room("b"));
                Client client = other.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            ConnectionGroup group = server.server().groups().group("room");
            assertThatThrownBy(() -> group.join(ref))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("connection 1 of server test cannot be in a group");
            assertThatThrownBy(() -> group.send(null)).isInstanceOf(NullPointerException.class);
            client.send("x").receive(2);
        }
    }

    @Test
    void manyConnectionsJoinAndEndWhileMessagesAreSent() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        try (TestServer server = server().start(new Room("a"))) {
            ConnectionGroup group = server.server().groups().group("room");
            Thread sender = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    taken.addAndGet(group.send("."));
                    Thread.yield();
                }
            });
            sender.start();
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(server.connect());
                if (clients.size() > 5) {
                    clients.remove(0).close();
                }
            }
            RecordedEvents.next(refs, 200);
            for (Client client : clients) {
                client.receive(1);
                client.close();
            }
            RecordedEvents.next(server.events.closed, 200);
            sender.interrupt();
            sender.join();
            assertThat(group.size()).isZero();
            assertThat(server.server().groups().count()).isZero();
            assertThat(taken).hasPositiveValue();
        }
    }
}
