package dev.patchbay.jsonrpc.mcp;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The request that calls a tool. A method receives it as a parameter, and tells the client through it what it is doing.
 * Nothing is sent that the client has not asked for, nor after the result, nor if the method was not called as a tool, so
 * a method need not ask who calls it. Safe for any thread.
 *
 * <p>When the client cancels the request, the thread of the method is interrupted, or the stage that it has returned is
 * cancelled, and no result is sent.
 */
@ProviderType
public interface McpRequest {

    /** How severe a log message is, after RFC 5424, the least severe first. */
    enum Level {
        /** For debugging. */
        DEBUG,
        /** What is done. */
        INFO,
        /** What is normal, but significant. */
        NOTICE,
        /** What may become an error. */
        WARNING,
        /** What has failed. */
        ERROR,
        /** What makes a part of the system fail. */
        CRITICAL,
        /** What has to be dealt with at once. */
        ALERT,
        /** What makes the system unusable. */
        EMERGENCY
    }

    /**
     * Tells the client how far the method is. Does nothing if that is not further than what was told before. Waits while
     * the client is slow to read.
     *
     * @param progress how much is done, in any unit
     * @param total how much there is to do, in the same unit; 0 if that is not known
     * @param message what is being done; null for nothing
     */
    void progress(double progress, double total, String message);

    /**
     * Sends a log message. Waits while the client is slow to read.
     *
     * @param level how severe it is; the client decides from which level on it gets messages
     * @param data a text, or any value that can be written as JSON
     * @throws IllegalArgumentException if the data cannot be written as JSON
     */
    void log(Level level, Object data);
}
