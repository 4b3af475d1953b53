package dev.patchbay.protocols.postgres;

/** An error that is the answer to a query. */
final class SqlException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The five characters by which clients know the error. */
    private final String state;

    SqlException(String state, String message) {
        super(message, null, false, false);
        this.state = state;
    }

    String state() {
        return state;
    }
}
