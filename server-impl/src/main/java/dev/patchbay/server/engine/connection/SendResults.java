package dev.patchbay.server.engine.connection;

/** Informs those who wait for output to be sent: the strand, and threads that write. Used by the sender. */
final class SendResults {

    private final Connection connection;
    private final Outbound outbound;
    private final SocketWriter socket;
    private final RoomCheck roomCheck;

    SendResults(Connection connection, Outbound outbound, SocketWriter socket) {
        this.connection = connection;
        this.outbound = outbound;
        this.socket = socket;
        this.roomCheck = new RoomCheck(connection);
    }

    /** Informs the strand and waiting writers of the results. Runs after the release, perhaps while another thread sends. */
    void inform(boolean wasBlocked, boolean onStrand) {
        if (onStrand && !wasBlocked && !socket.isFull() && socket.broken() == null) {
            return;
        }
        boolean low = socket.isLow();
        boolean writableAgain = socket.isFull() && low;
        if (writableAgain) {
            socket.noLongerFull();
            connection.output().setWritableAgain();
        }
        if (wasBlocked && low || socket.broken() != null) {
            connection.output().wakeWriters();
        }
        if (!onStrand
                && (writableAgain
                        || low && connection.driver().inbound().isStalled()
                        || socket.broken() != null
                        || connection.mayEndSoon())) {
            connection.signal(Connection.NUDGE);
        }
        if (!onStrand && outbound.isBlocked()) {
            roomCheck.scheduleIfLoopIsKept();
        }
    }
}
