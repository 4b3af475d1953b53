package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that notes the names of events, and what was said with an {@code error}. */
class Recorder implements ServerEvents {

    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** Waits for the next event. */
    String next() throws InterruptedException {
        String event = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("an event within %d s", PATIENCE_SECONDS).isNotNull();
        return event;
    }

    /** Returns what was heard and not taken yet. */
    List<String> soFar() {
        List<String> events = new ArrayList<>();
        heard.drainTo(events);
        return events;
    }

    /** Notes an event; for those who override, the place to be slow or to fail. */
    void hear(String event) {
        heard.add(event);
    }

    @Override
    public void serverStarted(String server, String address) {
        hear("serverStarted");
    }

    @Override
    public void serverDraining(String server, int connections) {
        hear("serverDraining");
    }

    @Override
    public void serverStopped(String server, int finished, int forced, Duration took) {
        hear("serverStopped");
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        hear("serverFailed");
    }

    @Override
    public void connectionOpened(String server, long connection, PeerCredentials peer) {
        hear("connectionOpened");
    }

    @Override
    public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
        hear("connectionClosed");
    }

    @Override
    public void connectionRefused(String server, PeerCredentials peer, RefusalReason reason) {
        hear("connectionRefused");
    }

    @Override
    public void handlerSwapped(String server, String from, String to, int moved, Duration took) {
        hear("handlerSwapped");
    }

    @Override
    public void holdingStarted(String server, int connections) {
        hear("holdingStarted");
    }

    @Override
    public void holdingEnded(String server, String handler, Duration held) {
        hear("holdingEnded");
    }

    @Override
    public void configurationRejected(String server, List<String> faults) {
        hear("configurationRejected");
    }

    @Override
    public void error(String server, String what, Throwable cause) {
        hear(what);
    }

    @Override
    public void missed(String server, long events) {
        hear("missed " + events + " of " + server);
    }

    @Override
    public void bytesRead(String server, long connection, int bytes) {
        hear("bytesRead");
    }

    @Override
    public void bytesWritten(String server, long connection, int bytes) {
        hear("bytesWritten");
    }
}
