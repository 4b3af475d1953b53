package dev.patchbay.server.poll;

import java.io.IOException;

/** Thrown when a read or a write fails because the client has closed its socket. */
final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1;

    ClientGoneException(String message) {
        super(message);
    }
}
