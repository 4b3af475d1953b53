package dev.patchbay.web.http;

/** The end of an exchange whose request cannot be served: a status, and a sentence for the client. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String[] headers;

    /**
     * Creates a refusal.
     *
     * @param sentence what is wrong and what to do
     * @param headers  names and values in turn
     */
    public Refusal(int status, String sentence, String... headers) {
        super(sentence, null, false, false);
        this.status = status;
        this.headers = headers.clone();
    }

    int status() {
        return status;
    }

    String[] headers() {
        return headers.clone();
    }
}
