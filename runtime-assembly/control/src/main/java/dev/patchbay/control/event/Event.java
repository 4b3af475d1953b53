package dev.patchbay.control.event;

import dev.patchbay.control.caller.Line;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event. Immutable.
 *
 * @param time   the time at which it was reported
 * @param server the server
 * @param type   what has happened
 * @param values the values that belong to it, by name, in the order in which people read them
 * @param text   the event as one line
 */
public record Event(Instant time, String server, EventType type, Map<String, Object> values, String text) {

    /** Creates an event of now. The text is made fit for one line. */
    static Event of(String server, EventType type, String text, Map<String, Object> values) {
        return of(Instant.now(), server, type, text, values);
    }

    /** Creates an event of a time. The text is made fit for one line. */
    static Event of(Instant time, String server, EventType type, String text, Map<String, Object> values) {
        return new Event(time, server, type, values, Line.of(text));
    }

    /** Returns what a client gets: all components, and the values as members beside them. */
    public Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("time", time);
        params.put("server", server);
        params.put("type", type.toString());
        params.putAll(values);
        params.put("text", text);
        return params;
    }
}
