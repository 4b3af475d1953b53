package dev.patchbay.control.event;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many events of each server a client has not got, for one reason. Used with the lock of the subscription. */
final class Missed {

    private final String reason;
    private final Map<String, long[]> byServer = new LinkedHashMap<>();

    /**
     * Creates counts of nothing.
     *
     * @param reason why, as the end of a sentence
     */
    Missed(String reason) {
        this.reason = reason;
    }

    void add(String server, long events) {
        long[] count = byServer.get(server);
        if (count == null) {
            byServer.put(server, new long[] {events});
        } else {
            count[0] += events;
        }
    }

    boolean isEmpty() {
        return byServer.isEmpty();
    }

    int servers() {
        return byServer.size();
    }

    void clear() {
        byServer.clear();
    }

    /** Removes the count of one server, and returns it as an event. There must be one. */
    Event take() {
        Iterator<Map.Entry<String, long[]>> counts = byServer.entrySet().iterator();
        Map.Entry<String, long[]> first = counts.next();
        counts.remove();
        long events = first.getValue()[0];
        return Event.of(
                first.getKey(),
                EventType.EVENTS_MISSED,
                Words.count(events, "event") + " of server " + first.getKey() + " missing here, because " + reason,
                Map.of("events", events));
    }
}
