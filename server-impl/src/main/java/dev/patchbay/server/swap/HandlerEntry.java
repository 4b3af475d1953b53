package dev.patchbay.server.swap;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;

/**
 * A handler that a server may choose. Immutable.
 *
 * @param id        the number of its service; a lower number is an older service
 * @param name      its name
 * @param ranking   its ranking; the handler with the highest ranking serves
 * @param execution the threads on which it is called
 * @param origin    the bundle or module that it comes from, for people to read
 * @param handler   the handler
 */
public record HandlerEntry(
        long id, String name, int ranking, HandlerExecution execution, String origin, Handler handler)
        implements Comparable<HandlerEntry> {

    /** Orders the better choice first: the higher ranking, then the older service, like OSGi (Core, 5.2.5). */
    @Override
    public int compareTo(HandlerEntry other) {
        int byRanking = Integer.compare(other.ranking, ranking);
        return byRanking != 0 ? byRanking : Long.compare(id, other.id);
    }

    /** Returns whether a connection can go from one entry to the other without a swap: they differ in ranking at most. */
    boolean servesLike(HandlerEntry other) {
        return id == other.id && execution == other.execution && name.equals(other.name) && handler == other.handler;
    }

    /** Returns whether both entries describe the same service with the same properties. */
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

    /** Returns the name and, if the origin states one, the version: {@code shout 1.0.1}. */
    public String label() {
        String last = origin.substring(origin.lastIndexOf(' ') + 1);
        return !last.isEmpty() && last.charAt(0) >= '0' && last.charAt(0) <= '9' ? name + " " + last : name;
    }

    @Override
    public String toString() {
        return name + " (" + origin + ", service " + id + ")";
    }
}
