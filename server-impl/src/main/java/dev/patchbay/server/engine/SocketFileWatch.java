package dev.patchbay.server.engine;

import dev.patchbay.server.socket.FileUpkeep;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks after the file of a server's listening socket, every few seconds. A file that was removed is put back, and what became of
 * it is reported once. Connections are not affected.
 *
 * <p>{@link #check} is called by the housekeeper. It does not wait: files are looked at on a thread that may block, by one look at a
 * time.
 */
final class SocketFileWatch {

    /** Looks after the file and opens another socket. Both are called on a thread that may block. */
    interface Files {

        /** See {@link dev.patchbay.server.socket.ListeningSocket#keepFile}. */
        FileUpkeep keep() throws IOException;

        /** Opens another socket in place of one whose file is lost; returns whether it did, which it need not. */
        boolean openAnother() throws IOException;
    }

    /** The number of checks, one a second, between two looks. */
    static final int CHECKS_PER_LOOK = 5;

    private final Server server;
    private final Files files;

    /** Whether a look is in progress. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /** The number of checks since the last look. Owned by the housekeeper's thread. */
    private int checks;

    /** What was last reported of a file that is not in place; null while it is. Owned by the look. */
    private String reported;

    SocketFileWatch(Server server, Files files) {
        this.server = server;
        this.files = files;
    }

    /** Called once a second. */
    void check() {
        checks++;
        if (checks < CHECKS_PER_LOOK || !looking.compareAndSet(false, true)) {
            return;
        }
        checks = 0;
        boolean begun = false;
        try {
            server.resources().runBlocking(this::look);
            begun = true;
        } finally {
            if (!begun) {
                looking.set(false);
            }
        }
    }

    private void look() {
        try {
            FileUpkeep found = files.keep();
            if (found == FileUpkeep.LOST) {
                found = files.openAnother() ? FileUpkeep.PUT_BACK : FileUpkeep.IN_PLACE;
            }
            if (found == FileUpkeep.PUT_BACK) {
                report("it is in place again", null);
            }
            reported = null;
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(reported)) {
                report("it will be put back as soon as that is possible; now, " + reason, e);
                reported = reason;
            }
        } finally {
            looking.set(false);
        }
    }

    private void report(String outcome, Exception cause) {
        String path = server.address();
        server.events()
                .error(
                        server.name(),
                        "the socket file " + path + " was removed or replaced while the server listened; " + outcome,
                        cause == null ? new NoSuchFileException(path) : cause);
    }
}
