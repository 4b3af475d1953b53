package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerTotals;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits: reached, exceeded, released, changed. */
class LimitsTest extends EngineTest {

    @ParameterizedTest
    @CsvSource({"connections.max, CONNECTION_LIMIT", "connections.max.per.uid, USER_LIMIT"})
    void connectionBeyondTheLimitIsRefusedUntilAnotherHasGone(String key, RefusalReason reason) throws Exception {
        try (TestServer server = server().with(key, "2").start(ECHO);
                Client first = server.connect();
                Client second = server.connect()) {
            echoes(first);
            echoes(second);
            try (Client third = server.connect()) {
                assertThat(third.receiveAll()).isEmpty();
            }
            assertThat(RecordedEvents.next(server.events.refused)).isEqualTo(reason);
            echoes(first);
            second.channel().close();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            try (Client fourth = server.connect()) {
                echoes(fourth);
            }
            ServerTotals totals = server.server().totals();
            assertThat(totals.refused()).isEqualTo(Map.of(reason, 1L));
            assertThat(totals.accepted()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"connections.max", "connections.max.per.uid"})
    void limitThatIsLoweredKeepsWhoIsThereAndOneThatIsRaisedHoldsAtOnce(String key) throws Exception {
        try (TestServer server = server().start(ECHO);
                Client first = server.connect();
                Client second = server.connect()) {
            echoes(first);
            echoes(second);
            server.reconfigure(key, "1");
            try (Client third = server.connect()) {
                assertThat(third.receiveAll()).isEmpty();
            }
            echoes(first);
            echoes(second);
            server.reconfigure(key, "3");
            try (Client fourth = server.connect()) {
                echoes(fourth);
            }
        }
    }

    @Test
    void whoeverIsNotAllowedIsRefusedBeforeTheHandlerSeesAnything() throws Exception {
        Handlers.Named named = new Handlers.Named("first");
        try (TestServer server = server().with("allow.uids", "4294967294").start(named)) {
            try (Client client = server.connect()) {
                assertThatThrownBy(() -> client.send("let me in\n").receive(1)).isInstanceOf(IOException.class);
            }
            assertThat(RecordedEvents.next(server.events.refused)).isEqualTo(RefusalReason.NOT_ALLOWED);
            assertThat(named.calls).isEmpty();
            assertThat(server.events.opened).isEmpty();

            server.reconfigure("allow.uids", "");
            try (Client client = server.connect()) {
                assertThat(client.send("x\n").receiveText(8)).isEqualTo("first:x\n");
            }
        }
    }

    @Test
    void connectionsBeyondTheAcceptRateWaitAndAreServedLater() throws Exception {
        try (TestServer server = server().with("accept.rate", "20").start(ECHO)) {
            List<Client> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 30; i++) {
                    clients.add(server.connect());
                }
                for (Client client : clients) {
                    echoes(client);
                }
            } finally {
                for (Client client : clients) {
                    client.close();
                }
            }
            assertThat(server.events.refused).isEmpty();
        }
    }

    @Test
    void stopTakesInWhoHasWaitedForTheAcceptRate() throws Exception {
        TestServer server = server().with("accept.rate", "1").start(ECHO);
        try (server;
                Client first = server.connect();
                Client second = server.connect()) {
            echoes(first);
            second.send("hello").endInput();
            server.server().stop();
            assertThat(second.receiveAll()).isEqualTo("hello");
        }
    }

    @Test
    void buffersAreWhatTheConfigurationSays() throws Exception {
        byte[] much = new byte[1 << 20];
        try (TestServer server = server().with("socket.send.buffer", "4096")
                        .with("write.high", "1000")
                        .with("write.low", "10")
                        .start((conn, in) -> conn.write(in));
                Client client = server.connect()) {
            client.channel().setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
            Thread sender = new Thread(() -> {
                try {
                    client.send(much).endInput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            assertThat(client.receiveAll()).hasSize(much.length);
            sender.join();
        }
    }

    private static void echoes(Client client) throws IOException {
        assertThat(client.send("ping").receiveText(4)).isEqualTo("ping");
    }
}
