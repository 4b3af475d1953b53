package dev.patchbay.server.engine.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What belongs to one connection across swaps, because handlers have asked for it: settings in place of the server's
 * configuration, attributes, and the mailbox. For any thread.
 */
final class ConnectionSettings {

    /** A longer timeout is treated as none. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /** The same bound as that of {@code message.max}. */
    private static final int LARGEST_MESSAGE = 1 << 30;

    /** The idle timeout, 0 for none; negative if the server's is in force. */
    private volatile long idleNanos = -1;

    /** How many bytes may wait that the handler does not consume; 0 if the server's limit is in force. */
    private volatile int messageMax;

    /** Whether a hangup of the client interrupts a call that may block. */
    private volatile boolean interruptedByHangup = true;

    /** Created on first use. Guarded by this. */
    private volatile Map<String, Object> attributes;

    /** Created on first use. Guarded by this. */
    private volatile Mailbox mailbox;

    static void checkIdleTimeout(Duration timeout) {
        if (timeout != null && timeout.isNegative()) {
            throw new IllegalArgumentException("an idle timeout of " + timeout
                    + ": it cannot be negative; use zero for none, null for the server's");
        }
    }

    static void checkMessageMax(int bytes) {
        if (bytes < 0 || bytes > LARGEST_MESSAGE) {
            throw new IllegalArgumentException("a message of at most " + bytes + " bytes: the limit is from 1 to "
                    + LARGEST_MESSAGE + "; use 0 for the server's");
        }
    }

    /** Sets the idle timeout: zero for none, null for the server's. */
    void idleTimeout(Duration timeout) {
        if (timeout == null) {
            idleNanos = -1;
        } else {
            idleNanos = timeout.compareTo(LONGEST) > 0 ? 0 : timeout.toNanos();
        }
    }

    long idleNanos() {
        return idleNanos;
    }

    /** Sets the limit of a message; 0 for the server's. */
    void messageMax(int bytes) {
        messageMax = bytes;
    }

    /** Returns how many bytes may wait that the handler does not consume, given the server's limit. */
    int messageMaxOr(int servers) {
        int own = messageMax;
        return own > 0 ? own : servers;
    }

    void interruptWhenClientCloses(boolean interrupt) {
        interruptedByHangup = interrupt;
    }

    boolean isInterruptedByHangup() {
        return interruptedByHangup;
    }

    Map<String, Object> attributes() {
        Map<String, Object> map = attributes;
        if (map == null) {
            synchronized (this) {
                map = attributes;
                if (map == null) {
                    map = new ConcurrentHashMap<>();
                    attributes = map;
                }
            }
        }
        return map;
    }

    /** Returns the mailbox of the given connection, which is created on first use. */
    Mailbox mailboxOf(Connection connection) {
        Mailbox box = mailbox;
        if (box == null) {
            synchronized (this) {
                box = mailbox;
                if (box == null) {
                    box = new Mailbox(connection);
                    mailbox = box;
                }
            }
            // After the field is set: an end that has not seen the mailbox is seen here.
            if (connection.hasEnded()) {
                box.end();
            }
        }
        return box;
    }

    /** Returns the mailbox, or null if it was never asked for. */
    Mailbox mailbox() {
        return mailbox;
    }
}
