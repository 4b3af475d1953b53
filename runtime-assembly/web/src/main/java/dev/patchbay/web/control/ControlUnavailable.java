package dev.patchbay.web.control;

/** Why the control server cannot be reached, in a sentence for the client. */
public final class ControlUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a sentence. */
    public ControlUnavailable(String sentence) {
        super(sentence, null, false, false);
    }
}
