package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.wire.Slice;

/** What the client wants; filled in by {@link RequestParser}. The slices are valid as long as the message is. */
final class Request {

    /** The raw id; null if there is none, or none that is allowed. */
    Slice id;

    /** The method's name; null if there is none, or none that is allowed. */
    String method;

    /** The raw parameters, an array or an object; null if there are none. */
    Slice params;

    /** Why it is not a request (JSON-RPC 2.0, section 4); null if it is one. */
    String problem;

    /** Whether it is an answer; there is nothing that it could be an answer to. */
    boolean answer;

    /** Tells whether it wants no answer, whatever happens. */
    boolean isNotification() {
        return problem == null && id == null;
    }

    boolean wantsAnswer() {
        return !answer && !isNotification();
    }

    void refuse(String why) {
        if (problem == null) {
            problem = why;
        }
    }
}
