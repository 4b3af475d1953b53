package dev.patchbay.web.route;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.control.caller.Caller;
import dev.patchbay.control.caller.Line;
import dev.patchbay.control.caller.Processes;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what operators ask for over HTTP, with who they are: one line for each call that may change something. The control
 * server writes what comes of it, but knows this process only.
 */
final class OperationLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.patchbay.web");

    /** The methods that only read. A method that is not known here may do anything. */
    private static final Set<String> READS = Set.of(
            "patchbay.status",
            "patchbay.servers",
            "patchbay.server",
            "patchbay.connections",
            "patchbay.handlers",
            "patchbay.plugins",
            "patchbay.configuration",
            "patchbay.keys",
            "patchbay.logLevels",
            "patchbay.metrics",
            "patchbay.history",
            "patchbay.health",
            "patchbay.subscribe",
            "patchbay.unsubscribe",
            "rpc.discover");

    /** How many characters of a call are written. */
    private static final int LONGEST = 500;

    private OperationLog() {}

    /** Writes the operations of a message. */
    static void write(Message message, PeerCredentials peer) {
        for (ObjectNode call : message.calls()) {
            if (!READS.contains(call.path("method").asString())) {
                LOG.info("{} asked for over HTTP by {}", words(call), caller(peer));
            }
        }
    }

    private static String words(ObjectNode call) {
        String text = Message.text(call);
        return Line.of(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }

    private static String caller(PeerCredentials peer) {
        String process = Processes.name(peer.pid(), peer.uid());
        return Caller.of(peer) + (process == null ? "" : " with " + process);
    }
}
