package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.events.OperatorEvents;
import dev.patchbay.server.swap.HandlerEntry;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log learns of a change of the handler: versions, connections, and for how long there was none. */
@Timeout(60)
class HandlerChangeReportTest {

    private static final Handler ECHO = (conn, in) -> conn.write(in);

    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();

    private VirtualServer server() throws Exception {
        VirtualServer server = new VirtualServer("hold.timeout", "1m", "idle.timeout", "0s");
        server.server
                .events()
                .add(
                        new OperatorEvents() {
                            @Override
                            public void handlerChanged(
                                    String name, String from, String to, int moved, Duration took, boolean held) {
                                changes.add(from + " -> " + to + ", " + moved + ", " + took.toMillis()
                                        + (held ? " held" : ""));
                            }

                            @Override
                            public void error(String name, String what, Throwable cause) {
                                errors.add(what);
                            }
                        },
                        Interest.TROUBLE);
        return server;
    }

    private static HandlerEntry shout(long id, String origin) {
        return new HandlerEntry(id, "shout", 0, HandlerExecution.EVENT_LOOP, origin, (conn, in) -> conn.write(in));
    }

    @Test
    void updateOfABundleIsOneChangeFromItsOldVersionToItsNew() throws Exception {
        try (VirtualServer server = server()) {
            server.server.slot().put(shout(1, "com.example.shout 1.0.0"));
            for (int i = 0; i < 3; i++) {
                server.connect();
            }
            assertThat(RecordedEvents.next(changes)).isEqualTo("null -> shout 1.0.0, 0, 0 held");

            server.server.slot().remove(1);
            server.pass(Duration.ofMillis(42));
            server.server.slot().put(shout(2, "com.example.shout 1.0.1"));

            assertThat(RecordedEvents.next(changes)).isEqualTo("shout 1.0.0 -> shout 1.0.1, 3, 42 held");
        }
    }

    @Test
    void swapWithoutAHoldIsOneChangeToo() throws Exception {
        try (VirtualServer server = server()) {
            server.server.slot().put(new HandlerEntry(7, "echo", 0, HandlerExecution.EVENT_LOOP, "this program", ECHO));
            server.connect();
            RecordedEvents.next(changes);

            server.server.slot().put(new HandlerEntry(8, "loud", 9, HandlerExecution.EVENT_LOOP, "loud.jar", ECHO));
            server.pass(Duration.ZERO);

            assertThat(RecordedEvents.next(changes)).isEqualTo("echo -> loud, 1, 0");
        }
    }

    @Test
    void shortageOfOneKindDoesNotSilenceThatOfAnother() throws Exception {
        try (VirtualServer server = server()) {
            server.server.reportShortage("first", null);
            server.server.reportShortage("second", null);
            for (int i = 0; i < 41; i++) {
                server.server.reportShortage("first", null);
            }
            server.pass(Duration.ofMinutes(1));
            server.server.reportShortage("first", null);

            assertThat(RecordedEvents.next(errors)).isEqualTo("first");
            assertThat(RecordedEvents.next(errors)).isEqualTo("second");
            assertThat(RecordedEvents.next(errors)).isEqualTo("first (41 more since the last report)");
        }
    }

    @Test
    void shortagesOfManyKindsAreBounded() throws Exception {
        try (VirtualServer server = server()) {
            for (int i = 0; i < 1_000; i++) {
                server.server.reportShortage("connection " + i, null);
            }
            server.pass(Duration.ofMinutes(1));
            server.server.reportShortage("last", null);

            int told = 1;
            while (!RecordedEvents.next(errors).startsWith("last")) {
                told++;
            }
            assertThat(told).isLessThan(20);
        }
    }
}
