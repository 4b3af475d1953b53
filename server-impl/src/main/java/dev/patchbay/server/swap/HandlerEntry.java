package dev.patchbay.server.swap;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;

/**
 * A handler that a server may choose.
 *
 * @param id        the number of its service: the lower, the older
 * @param name      its name
 * @param ranking   its ranking: the highest serves
 * @param execution the threads that call it
 * @param origin    where it comes from, for people
 * @param handler   the handler
 */
public record HandlerEntry(
        long id, String name, int ranking, HandlerExecution execution, String origin, Handler handler)
        implements Comparable<HandlerEntry> {

    /** Orders the better choice first: the higher ranking, then the older service, as OSGi does (Core, 5.2.5). */
    @Override
    public int compareTo(HandlerEntry other) {
        int byRanking = Integer.compare(other.ranking, ranking);
        return byRanking != 0 ? byRanking : Long.compare(id, other.id);
    }

    /** Tells whether it makes no difference to a connection which of the two serves: they may differ in ranking only. */
    boolean servesLike(HandlerEntry other) {
        return id == other.id && execution == other.execution && name.equals(other.name) && handler == other.handler;
    }

    /** Entries are the same if they stand for the same service with the same properties. */
    @Override
    public boolean equals(Object object) {
        return object instanceof HandlerEntry other
                && id == other.id
                && ranking == other.ranking
                && execution == other.execution
                && name.equals(other.name)
                && handler == other.handler;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return name + " (" + origin + ", service " + id + ")";
    }
}
