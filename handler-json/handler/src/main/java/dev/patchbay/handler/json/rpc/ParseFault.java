package dev.patchbay.handler.json.rpc;

/** The text is not JSON, for which no words are needed; or it is not taken, and the message tells the client why. */
final class ParseFault extends Exception {

    private static final long serialVersionUID = 1L;

    ParseFault(String message) {
        super(message, null, false, false);
    }
}
