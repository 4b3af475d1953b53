package dev.patchbay.launcher;

import java.io.Serial;

/** The end of the launch. The message is shown to the user as it is: it says what was wrong and what to do. */
public final class LaunchFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    /** Makes a failure that has no cause worth showing. */
    public LaunchFailure(ExitStatus status, String message) {
        this(status, message, null);
    }

    /** Makes a failure. */
    public LaunchFailure(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Returns how the process is to end. */
    public ExitStatus status() {
        return status;
    }
}
