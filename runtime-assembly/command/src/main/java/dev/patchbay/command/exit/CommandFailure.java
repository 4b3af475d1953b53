package dev.patchbay.command.exit;

/** The end of a command that could not do what it was told. The message is all that the user sees. */
public final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    /** Creates a failure with a message for the user, which may contain foreign text. */
    public CommandFailure(ExitStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** Returns a failure with {@link ExitStatus#USAGE}. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitStatus.USAGE, message);
    }

    /** Returns the status that the process exits with. */
    public ExitStatus status() {
        return status;
    }
}
