package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.Slice;

/** What the client wants; filled in by {@link RequestParser}. The slices are valid as long as the message is. */
public final class Request {

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

    /** Returns the raw id; null if there is none, or none that is allowed. */
    public Slice id() {
        return id;
    }

    /** Returns the method's name; null if there is none, or none that is allowed. */
    public String method() {
        return method;
    }

    /** Returns the raw parameters, an array or an object; null if there are none. */
    public Slice params() {
        return params;
    }

    /** Returns why it is not a request; null if it is one. */
    public String problem() {
        return problem;
    }

    /** Returns whether it is an answer. */
    public boolean isAnswer() {
        return answer;
    }

    /** Tells whether it wants no answer, whatever happens. */
    boolean isNotification() {
        return problem == null && id == null;
    }

    public boolean wantsAnswer() {
        return !answer && !isNotification();
    }

    void refuse(String why) {
        if (problem == null) {
            problem = why;
        }
    }
}
