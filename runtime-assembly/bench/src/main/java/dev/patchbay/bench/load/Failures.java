package dev.patchbay.bench.load;

import java.io.IOException;

/** The kinds of errors that connections have. */
final class Failures {

    static final String CLOSED = "connection closed by the server";
    static final String UNANSWERED = "no answer within 5 s of the end";
    static final String UNSENT = "not sent within 5 s of the end, as all connections were busy";

    private Failures() {}

    /** Returns the kind of a failure to send or to receive. */
    static String of(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (reason.contains("Broken pipe")) {
            return CLOSED;
        }
        return reason.contains("onnection reset") ? "connection reset by the server" : reason;
    }

    /** Returns the kind of a failure to connect. */
    static String connecting(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (reason.contains("No such file")) {
            return "no connection: the socket does not exist";
        }
        return "no connection: " + (reason.contains("refused") ? "refused" : reason);
    }
}
