package dev.patchbay.server.plugins;

/** A file that cannot be used as a plugin. The message completes "cannot be used: ", and says what to do. */
public final class UnusablePluginException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception for a fault that needs no cause.
     *
     * @param message what is wrong with the file, and what to do; it follows a colon
     */
    public UnusablePluginException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what is wrong with the file, and what to do; it follows a colon
     * @param cause   the failure by which it was noticed
     */
    public UnusablePluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
