package dev.patchbay.itests.framework;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import java.util.List;

/** An event that a listener of servers has received. */
sealed interface Event {

    String server();

    record Started(String server, String address) implements Event {}

    record Draining(String server, int connections) implements Event {}

    record Stopped(String server, int finished, int forced) implements Event {}

    record Failed(String server, Throwable cause) implements Event {}

    record Opened(String server, long connection, PeerCredentials peer) implements Event {}

    record Closed(String server, long connection, ReleaseReason reason, Totals totals) implements Event {}

    record Swapped(String server, String from, String to, int moved) implements Event {}

    record HoldingStarted(String server, int connections) implements Event {}

    record HoldingEnded(String server, String handler) implements Event {}

    record Rejected(String server, List<String> faults) implements Event {}
}
