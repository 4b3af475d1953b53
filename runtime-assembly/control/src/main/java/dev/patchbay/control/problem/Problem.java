package dev.patchbay.control.problem;

/**
 * Something that an operator should look at. Immutable; every text is one line.
 *
 * @param subject what has the problem: {@code server shout}, {@code plugin rev.jar}
 * @param problem what it is, in capitals: {@code HOLDING}, {@code NEWEST CONFIGURATION REJECTED}
 * @param text    the facts
 * @param advice  what to do; empty if nothing is to be done
 */
public record Problem(String subject, String problem, String text, String advice) {

    /** Returns the problem as a line. */
    @Override
    public String toString() {
        return subject + " " + problem + ": " + text + (advice.isEmpty() ? "" : "; " + advice);
    }
}
