package dev.patchbay.handler.json.rpc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Keeps the answers of a connection in the order of its requests. For any thread. */
final class InOrder {

    private final Consumer<byte[]> send;

    /** One place for each request that is not answered yet, and for answers that wait for earlier ones. */
    private final Deque<Place> places = new ArrayDeque<>();

    /** Whether a thread sends what is ready at the front. */
    private boolean sending;

    /** The place of one answer. */
    private static final class Place {
        private byte[] answer;
    }

    InOrder(Consumer<byte[]> send) {
        this.send = send;
    }

    /** Reserves the next place for an answer. Called in the order of the requests. */
    synchronized Answers next() {
        Place place = new Place();
        places.add(place);
        return answer -> fill(place, answer.copy());
    }

    private void fill(Place place, byte[] answer) {
        synchronized (this) {
            place.answer = answer;
            if (sending) {
                return;
            }
            sending = true;
        }
        try {
            for (byte[] ready = takeReady(); ready != null; ready = takeReady()) {
                send.accept(ready);
            }
        } catch (Throwable t) {
            stopped();
            throw t;
        }
    }

    /** The thread that sends has failed: the next answer finds another one. */
    private synchronized void stopped() {
        sending = false;
    }

    private synchronized byte[] takeReady() {
        Place first = places.peek();
        if (first == null || first.answer == null) {
            sending = false;
            return null;
        }
        return places.remove().answer;
    }
}
