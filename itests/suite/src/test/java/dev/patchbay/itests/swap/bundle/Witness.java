package dev.patchbay.itests.swap.bundle;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.itests.swap.ledger.Ledger;
import dev.patchbay.itests.swap.ledger.ServerRecord.Swap;
import java.time.Duration;
import java.util.List;

/** Records the events of servers in the ledger. */
public final class Witness implements ServerEvents {

    private final Ledger ledger = Ledger.current();

    @Override
    public void serverStarted(String server, String address) {
        ledger.server(server).started();
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        ledger.violation("server " + server + " failed: " + cause);
    }

    @Override
    public void connectionOpened(String server, long connection, PeerCredentials peer) {
        ledger.server(server).opened();
    }

    @Override
    public void connectionRefused(String server, PeerCredentials peer, RefusalReason reason) {
        ledger.violation("server " + server + " refused a connection: " + reason);
    }

    @Override
    public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
        String how = reason + ", " + totals.unconsumed() + " bytes unconsumed, " + totals.unsent() + " unsent";
        ledger.note("connection " + server + "#" + connection + " ended: " + how);
        ledger.server(server).closed(how);
    }

    @Override
    public void handlerSwapped(String server, String from, String to, int moved, Duration took) {
        ledger.note("server " + server + ": " + from + " replaced by " + to + ", " + moved + " moved in " + took);
        ledger.server(server).swapped(new Swap(from, to, moved, took.toNanos()));
    }

    @Override
    public void holdingEnded(String server, String handler, Duration held) {
        ledger.note("server " + server + " was held for " + held + " until " + handler + " came");
        ledger.server(server).held(held.toNanos());
    }

    @Override
    public void configurationRejected(String server, List<String> faults) {
        ledger.violation("server " + server + " rejected its configuration: " + faults);
    }

    @Override
    public void error(String server, String what, Throwable cause) {
        ledger.violation("server " + server + ": " + what + ": " + cause);
    }

    @Override
    public void missed(String server, long events) {
        ledger.note("server " + server + ": " + events + " events were not seen");
    }
}
