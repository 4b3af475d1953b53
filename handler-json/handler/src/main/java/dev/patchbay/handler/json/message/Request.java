package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.Slice;

/**
 * A request object as it was read, valid or not. {@link RequestParser} fills it in. Its slices are valid as long as the
 * message is in the workspace.
 */
public final class Request {

    /** The raw id; null if there is none or if it is invalid. */
    Slice id;

    /** The method's name; null if there is none or if it is invalid. */
    String method;

    /** The raw params, an array or an object; null if there are none. */
    Slice params;

    /** Why this is not a valid request (JSON-RPC 2.0, section 4); null if it is valid. */
    String problem;

    /** Whether this is a response object. The handler sends no requests, so it expects none. */
    boolean response;

    /** Returns the raw id; null if there is none or if it is invalid. */
    public Slice id() {
        return id;
    }

    /** Returns the method's name; null if there is none or if it is invalid. */
    public String method() {
        return method;
    }

    /** Returns the raw params, an array or an object; null if there are none. */
    public Slice params() {
        return params;
    }

    /** Returns why this is not a valid request; null if it is valid. */
    public String problem() {
        return problem;
    }

    /** Returns whether this is a response object. */
    public boolean isResponse() {
        return response;
    }

    /** Returns whether this is a valid notification, which gets no response. */
    boolean isNotification() {
        return problem == null && id == null;
    }

    /** Returns whether the client must get a response, be it an error. */
    public boolean expectsResponse() {
        return !response && !isNotification();
    }

    void refuse(String why) {
        if (problem == null) {
            problem = why;
        }
    }
}
