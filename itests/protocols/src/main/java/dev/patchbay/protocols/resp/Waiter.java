package dev.patchbay.protocols.resp;

import java.util.List;

/**
 * A client that waits for an element of one of several lists. It stays in the attributes of its connection, and so is known to
 * the handler that is in charge when the element comes.
 */
final class Waiter {

    final List<String> keys;

    private final Runnable wake;
    private String key;
    private byte[] element;
    private volatile boolean done;

    /**
     * Creates a waiter.
     *
     * @param wake has the connection served when the waiting has ended
     */
    Waiter(List<String> keys, Runnable wake) {
        this.keys = keys;
        this.wake = wake;
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

    void wake() {
        wake.run();
    }
}
