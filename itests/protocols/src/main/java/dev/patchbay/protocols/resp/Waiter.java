package dev.patchbay.protocols.resp;

import dev.patchbay.api.ConnectionRef;
import java.util.List;

/**
 * A client that waits for an element of one of several lists. It stays in the attributes of its connection, and so is known to
 * the handler that is in charge when the element comes.
 */
final class Waiter {

    private static final String ELEMENT_CAME = "element came";

    final List<String> keys;

    private final ConnectionRef connection;
    private String key;
    private byte[] element;
    private volatile boolean done;

    Waiter(List<String> keys, ConnectionRef connection) {
        this.keys = keys;
        this.connection = connection;
    }

    /** Ends the waiting, with an element or without. Called by the store, which serves each waiter once. */
    void serve(String list, byte[] first) {
        key = list;
        element = first;
        done = true;
    }

    boolean isDone() {
        return done;
    }

    /** Returns the list that the element was taken from; null if none has come. */
    String key() {
        return key;
    }

    byte[] element() {
        return element;
    }

    /** Has the handler in charge, whichever it is by now, look at this waiter again. */
    void wake() {
        connection.send(ELEMENT_CAME);
    }
}
