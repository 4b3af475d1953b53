package dev.patchbay.control.event;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.control.caller.Processes;
import dev.patchbay.control.caller.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Collects the events of servers, for subscriptions and for the history. The servers call it, each on a thread of its own, so calls
 * from different servers overlap. It never waits for a client. The frequent events, those of connections, are put into words only
 * when they are read.
 */
final class EventFeed implements ServerEvents {

    private final BiPredicate<String, EventType> wanted;
    private final Consumer<Occurrence> events;
    private final BiConsumer<String, Long> gaps;

    /**
     * Creates a feed.
     *
     * @param wanted whether any subscription wants an event of a server
     * @param events takes the events that are wanted
     * @param gaps   takes how many events of a server were dropped before they got here
     */
    EventFeed(BiPredicate<String, EventType> wanted, Consumer<Occurrence> events, BiConsumer<String, Long> gaps) {
        this.wanted = wanted;
        this.events = events;
        this.gaps = gaps;
    }

    /** Tells of an event that is put into words later. */
    private void tell(String server, EventType type, Function<Instant, Event> words) {
        if (wanted.test(server, type)) {
            Instant now = Instant.now();
            events.accept(new Occurrence(server, type, () -> words.apply(now), 0));
        }
    }

    /** Tells of a rare event, in words. What it refers to, such as a failure, is not kept. */
    private void tell(String server, EventType type, String text, Object... namesAndValues) {
        if (wanted.test(server, type)) {
            Event event = Event.of(server, type, "server " + server + " " + text, values(namesAndValues));
            events.accept(new Occurrence(server, type, () -> event, 2 * text.length()));
        }
    }

    /** Returns the values by name, in their order, with null for an empty text. */
    private static Map<String, Object> values(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }

    @Override
    public void serverStarted(String server, String address) {
        tell(server, EventType.SERVER_STARTED, "accepts connections at " + address, "address", address);
    }

    @Override
    public void serverDraining(String server, int connections) {
        tell(
                server,
                EventType.SERVER_DRAINING,
                "drains: " + Words.count(connections, "connection") + " may finish",
                "connections",
                connections);
    }

    @Override
    public void serverStopped(String server, int finished, int forced, Duration took) {
        tell(
                server,
                EventType.SERVER_STOPPED,
                "has stopped in " + Words.millis(took) + ": " + finished + " finished, " + forced + " forced",
                "finished",
                finished,
                "forced",
                forced,
                "tookMillis",
                took.toMillis());
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        String reason = Words.reason(cause);
        tell(server, EventType.SERVER_FAILED, "failed: " + reason, "reason", reason);
    }

    @Override
    public void connectionOpened(String server, long connection, PeerCredentials peer) {
        tell(server, EventType.CONNECTION_OPENED, time -> {
            Map<String, Object> values = values("connection", connection);
            String who = who(time, peer, values);
            return Event.of(
                    time,
                    server,
                    EventType.CONNECTION_OPENED,
                    "server " + server + ": connection " + connection + " opened by " + who,
                    values);
        });
    }

    @Override
    public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
        tell(
                server,
                EventType.CONNECTION_CLOSED,
                time -> Event.of(
                        time,
                        server,
                        EventType.CONNECTION_CLOSED,
                        "server " + server + ": connection " + connection + " ended: " + reason + " after "
                                + Words.millis(totals.age()) + "; " + totals.bytesIn() + " bytes in, "
                                + totals.bytesOut() + " bytes out",
                        values(
                                "connection", connection,
                                "reason", reason.name(),
                                "bytesIn", totals.bytesIn(),
                                "bytesOut", totals.bytesOut(),
                                "unconsumed", totals.unconsumed(),
                                "unsent", totals.unsent(),
                                "ageMillis", totals.age().toMillis())));
    }

    @Override
    public void connectionRefused(String server, PeerCredentials peer, RefusalReason reason) {
        tell(server, EventType.CONNECTION_REFUSED, time -> {
            Map<String, Object> values = values("reason", reason.name());
            String who = who(time, peer, values);
            return Event.of(
                    time,
                    server,
                    EventType.CONNECTION_REFUSED,
                    "server " + server + " refused " + who + ": " + reason,
                    values);
        });
    }

    /** Adds who a peer is to the values, and returns it in words. */
    private static String who(Instant time, PeerCredentials peer, Map<String, Object> values) {
        String user = new Users().name(peer.uid(), peer.pid());
        String process = Processes.name(peer.pid(), peer.uid(), time);
        values.put("pid", Users.known(peer.pid()));
        values.put("process", process);
        values.put("uid", Users.known(peer.uid()));
        values.put("user", user);
        return user == null
                ? "a user that the kernel does not report"
                : user + " (uid " + peer.uid() + ", pid " + peer.pid() + (process == null ? "" : ", " + process) + ")";
    }

    @Override
    public void handlerSwapped(String server, String from, String to, int moved, Duration took) {
        tell(
                server,
                EventType.HANDLER_SWAPPED,
                "handed " + Words.count(moved, "connection") + " from " + from + " to " + to + " in "
                        + Words.millis(took),
                "from",
                from,
                "to",
                to,
                "moved",
                moved,
                "tookMillis",
                took.toMillis());
    }

    @Override
    public void holdingStarted(String server, int connections) {
        tell(
                server,
                EventType.HOLDING_STARTED,
                "has no handler: " + Words.count(connections, "connection") + " held",
                "connections",
                connections);
    }

    @Override
    public void holdingEnded(String server, String handler, Duration held) {
        tell(
                server,
                EventType.HOLDING_ENDED,
                "is served by " + handler + " after " + Words.millis(held) + " without a handler",
                "handler",
                handler,
                "heldMillis",
                held.toMillis());
    }

    @Override
    public void configurationRejected(String server, List<String> faults) {
        tell(
                server,
                EventType.CONFIGURATION_REJECTED,
                "rejected its newest configuration: " + String.join("; ", faults),
                "faults",
                List.copyOf(faults));
    }

    @Override
    public void error(String server, String what, Throwable cause) {
        String reason = cause == null ? "" : ": " + Words.reason(cause);
        tell(server, EventType.ERROR, "has an error: " + what + reason, "what", what, "reason", Words.orNull(cause));
    }

    @Override
    public void missed(String server, long events) {
        gaps.accept(server, events);
    }
}
