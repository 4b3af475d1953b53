package dev.patchbay.command.inspect;

import dev.patchbay.command.rpc.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events that were shown already, so that one of the moment between the past and the present is not shown twice. */
final class PastEvents {

    private final List<Map<Object, Object>> shown = new ArrayList<>();

    private PastEvents() {}

    static PastEvents of(List<Document> events) {
        PastEvents past = new PastEvents();
        for (Document event : events) {
            past.shown.add(identity(event));
        }
        return past;
    }

    /** Returns whether an event was shown. An event that follows is the same as a past one once at most. */
    boolean contain(Document event) {
        return !shown.isEmpty() && shown.remove(identity(event));
    }

    /** Returns what two reports of an event have in common: not the moment of the report, and not what was looked up for it. */
    private static Map<Object, Object> identity(Document event) {
        Map<Object, Object> identity = new HashMap<>(event.members());
        identity.remove("time");
        identity.remove("user");
        identity.remove("process");
        identity.remove("text");
        return identity;
    }
}
