package dev.patchbay.server.poll;

import java.io.IOException;

/**
 * Thrown when a client has sent more file descriptors than the handler or the process can take. They are closed. The connection
 * has to end, because the descriptors belong to bytes that have been read. The message is for the operator.
 */
public final class TooManyDescriptorsException extends IOException {

    private static final long serialVersionUID = 1L;

    private TooManyDescriptorsException(String message, Throwable cause) {
        super(message, cause);
    }

    static TooManyDescriptorsException forHandler(int sent, int most) {
        return new TooManyDescriptorsException(
                "the client has sent " + sent + " file descriptors with one message, and the handler accepts at most "
                        + most,
                null);
    }

    static TooManyDescriptorsException forProcess() {
        return new TooManyDescriptorsException(
                "the client has sent more file descriptors than this process may open; raise its limit (ulimit -n)",
                null);
    }

    static TooManyDescriptorsException forPoller(int most, Throwable cause) {
        return new TooManyDescriptorsException(
                "the client has sent more than " + most
                        + " file descriptors with one message, the most that engine=portable"
                        + " can receive, or more than this process may open (ulimit -n)",
                cause);
    }
}
