package dev.patchbay.control;

import dev.patchbay.api.ConnContext;
import dev.patchbay.control.caller.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what operators have done, with who they are: one line for each operation. */
final class OperationLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.patchbay.control");

    private OperationLog() {}

    /**
     * Writes a line that ends with the caller.
     *
     * @param conn   the connection of the caller
     * @param what   the operation, in the form of SLF4J
     * @param values the values in it
     */
    static void write(ConnContext conn, String what, Object... values) {
        Object[] all = new Object[values.length + 1];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = Caller.of(conn.peer());
        LOG.info(what + " by {}", all);
    }
}
