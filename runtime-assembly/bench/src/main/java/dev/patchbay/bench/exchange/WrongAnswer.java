package dev.patchbay.bench.exchange;

/** What came back is not what had to. */
public final class WrongAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with what is wrong. */
    public WrongAnswer(String message) {
        super(message, null, false, false);
    }
}
