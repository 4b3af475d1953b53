package dev.patchbay.jsonrpc.runtime;

import java.util.Map;

/**
 * The calls of a method at one moment. Immutable.
 *
 * @param name        the JSON-RPC name of the method, or {@link #OTHER}
 * @param calls       the calls that have begun, notifications included
 * @param errors      the calls that have failed, by the code of the error that the client got, or would have got if it had not
 *                    sent a notification; codes that have not occurred are absent
 * @param otherErrors the calls that have failed with yet other codes, because a method that invents codes must not fill the memory
 */
public record JsonRpcMethodSnapshot(String name, long calls, Map<Integer, Long> errors, long otherErrors) {

    /**
     * The name for all requests that reach no method: there is none of the name that the client has sent, or the request is not
     * valid. It is one name, so that clients cannot fill the memory.
     */
    public static final String OTHER = "_OTHER";

    /** Copies the map. */
    public JsonRpcMethodSnapshot {
        errors = Map.copyOf(errors);
    }
}
