package dev.patchbay.control.event;

import dev.patchbay.api.ServerEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last events of all servers, bounded in number and in memory. The servers report to its {@link #listener()}, which only keeps
 * what they report: an event is put into words when it is asked for. All methods may be called from any thread.
 */
public final class History {

    /** How many events are kept at most. */
    public static final int CAPACITY = 1_000;

    /** How many characters the texts of all events may have together. */
    static final int MOST_CHARACTERS = 256 * 1024;

    private final EventFeed feed = new EventFeed((server, type) -> true, this::add, this::miss);

    /** The oldest first. Guarded by itself, like the count. */
    private final Deque<Occurrence> occurrences = new ArrayDeque<>();

    private int characters;

    /** Creates a history without events. */
    public History() {}

    /** Returns the listener to register. */
    public ServerEvents listener() {
        return feed;
    }

    private void add(Occurrence occurrence) {
        synchronized (occurrences) {
            occurrences.add(occurrence);
            characters += occurrence.characters();
            while (occurrences.size() > CAPACITY || characters > MOST_CHARACTERS && occurrences.size() > 1) {
                characters -= occurrences.remove().characters();
            }
        }
    }

    private void miss(String server, long events) {
        Event gap = Event.of(
                server,
                EventType.EVENTS_MISSED,
                Words.count(events, "event") + " of server " + server
                        + " missing here, because there were too many at once",
                Map.of("events", events));
        add(new Occurrence(server, EventType.EVENTS_MISSED, () -> gap, 0));
    }

    /**
     * Returns the newest events, the oldest of them first.
     *
     * @param servers the servers of interest; empty for all
     * @param types   the types of interest; empty for all
     * @param most    how many events are wanted at most
     */
    public List<Map<String, Object>> last(Set<String> servers, Set<EventType> types, int most) {
        List<Occurrence> wanted;
        synchronized (occurrences) {
            wanted = new ArrayList<>(occurrences);
        }
        wanted.removeIf(occurrence -> !servers.isEmpty() && !servers.contains(occurrence.server())
                || !types.isEmpty() && !types.contains(occurrence.type()));
        return wanted.subList(Math.max(0, wanted.size() - most), wanted.size()).stream()
                .map(occurrence -> occurrence.words().get().params())
                .toList();
    }
}
