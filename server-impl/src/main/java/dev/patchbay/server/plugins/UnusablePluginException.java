package dev.patchbay.server.plugins;

/** A file that cannot be used as a plugin. The message completes "cannot be used: ", and says what to do. */
public final class UnusablePluginException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates an exception for a fault that needs no cause. */
    public UnusablePluginException(String message) {
        super(message);
    }

    /** Creates an exception with a cause. */
    public UnusablePluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
