package dev.patchbay.server.engine.connection;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One connection, as all threads see it: its identity, its state, and what can be requested of it.
 *
 * <p>{@link Strand} decides which thread serves it, {@link ConnectionDriver} does the work of the strand, and {@link Outbound}
 * sends, which does not need the strand.
 */
public final class Connection extends Strand {

    private static final VarHandle END;
    private static final VarHandle LAST_ACTIVE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            END = lookup.findVarHandle(Connection.class, "endRequested", ReleaseReason.class);
            LAST_ACTIVE = lookup.findVarHandle(Connection.class, "lastActive", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Long id;
    private final long acceptedMillis = System.currentTimeMillis();
    private final long acceptedNanos;
    private final PeerCredentials peer;
    private final String remoteAddress;
    private final Outbound outbound;
    private final HandlerOutput output;
    private final ConnectionDriver driver;

    /** Why the connection is to end, or null. Written once, by any thread, atomically. */
    private volatile ReleaseReason endRequested;

    /** Why the connection has ended, or null. Written by the thread that concludes. */
    private volatile ReleaseReason endedBy;

    /** Whether the connection closes after its output. Written by any thread. */
    private volatile boolean closing;

    /** Why the connection is closing if neither side has asked for it, or null. Written by any thread. */
    private volatile ReleaseReason closingFor;

    /** When the last byte was read or sent. Written by the threads that move bytes; other threads may see an older value. */
    private long lastActive;

    /** Created on first use. Owned by the loop's thread. */
    private IdleTimer idleTimer;

    public Connection(ConnectionHost host, EventLoop loop, long id, PeerCredentials peer, String remoteAddress) {
        super(host, loop);
        this.id = id;
        this.peer = peer;
        this.remoteAddress = remoteAddress;
        this.acceptedNanos = resources().nanoTime();
        this.lastActive = acceptedNanos;
        this.outbound = new Outbound(this, resources().chunks());
        this.output = new HandlerOutput(this, outbound);
        this.driver = new ConnectionDriver(this, host, outbound, output);
    }

    // ---- the beginning

    /** Registers the socket with the loop's poller and begins. Called on the loop's thread, so that no event comes before. */
    public void register(ClientSocket socket) throws IOException {
        Port port = loop().poller().open(socket, this);
        try {
            begin(port);
            restartIdleTimer();
        } catch (Throwable e) {
            port.close();
            throw e;
        }
    }

    /** Begins to serve the socket, and whatever has happened to the connection so far. */
    public void begin(Port port) {
        outbound.attach(port);
        driver.attach(port);
        start();
    }

    /** Ends a connection that could not be set up. The strand never runs. */
    public void endWithoutBeginning() {
        driver.teardown().endWithoutBeginning();
        END.compareAndSet(this, null, ReleaseReason.HOST_FAILED);
        driver.teardown().conclude();
    }

    // ---- the strand

    @Override
    public void ready(int readiness) {
        try {
            if ((readiness & HANGUP) != 0) {
                outbound.requestSendFromHost(Outbound.ROOM | Outbound.GONE);
            } else if ((readiness & WRITABLE) != 0 && outbound.awaitsRoom()) {
                outbound.requestSendFromHost(Outbound.ROOM);
            }
        } finally {
            int rest = readiness & ~WRITABLE;
            if (rest != 0) {
                signalFromLoop(rest);
            }
        }
    }

    @Override
    Outcome serve(Worker worker, int bits) {
        return driver.serve(worker, bits);
    }

    @Override
    boolean isForLoop() {
        return driver.isForLoop();
    }

    @Override
    boolean isInterruptedBy(int readiness) {
        return (readiness & HANGUP) != 0 && driver.isInterruptedByHangup();
    }

    @Override
    public boolean isEnding() {
        return endRequested != null;
    }

    // ---- requests, from any thread

    /** Ends the connection, unless it is ending already. A running call is interrupted if it may block. */
    public void end(ReleaseReason reason) {
        if (END.compareAndSet(this, null, reason)) {
            signal(NUDGE);
            output.wakeWriters();
        }
    }

    /** Ends the connection. A running call is interrupted even if it occupies an event loop, which moves to another thread. */
    public void endByForce(ReleaseReason reason) {
        END.compareAndSet(this, null, reason);
        signal(NUDGE);
        interruptByForce();
        output.wakeWriters();
    }

    /** Interrupts the running call, and closes the connection after its output, or after the drain timeout. */
    public void closeFor(ReleaseReason reason) {
        closingFor = reason;
        closeAfterOutput();
        interruptCall();
        try {
            long timeout = config().drainTimeout().toNanos();
            ScheduledFuture<?> deadline =
                    resources().timer().schedule(() -> end(reason), timeout, TimeUnit.NANOSECONDS);
            closed().whenComplete((nothing, failure) -> deadline.cancel(false));
        } catch (Error | RejectedExecutionException noTimer) {
            end(reason);
        }
    }

    /** Closes the connection when everything has been sent. */
    void closeAfterOutput() {
        closing = true;
        signal(NUDGE);
    }

    /**
     * Returns what keeps the handler from being released: an answer that is still to come, the running call, or null if
     * nothing does. As long as the result equals an earlier one, the same answer or call has kept it.
     */
    public Object releaseBlocker() {
        signal(NUDGE);
        return driver.awaitsAnswer() ? driver.lease() : call();
    }

    /** Has the loop's thread apply the timeouts in force. For any thread. */
    void idleTimeoutChanged() {
        loop().run(this::restartIdleTimer);
    }

    /** Stops the idle timer, if there is one, after the connection has ended. */
    void stopIdleTimer() {
        if (idleTimer != null) {
            loop().run(this::restartIdleTimer);
        }
    }

    /** Applies the timeouts in force, which may have changed. On the loop's thread. */
    public void restartIdleTimer() {
        if (idleTimer == null
                && (IdleTimer.idleNanos(this) > 0 || !config().messageTimeout().isZero())) {
            idleTimer = new IdleTimer(this);
        }
        if (idleTimer != null) {
            idleTimer.restart();
        }
    }

    // ---- reports of the strand and the sender

    /** Records that the strand has read bytes. */
    void received(int count, Worker worker) {
        wasActive(nowNanos());
        host().bytesRead(this, count, worker);
    }

    /** Records that bytes were sent; {@code worker} is the strand's if the strand has sent them, else null. */
    void sent(long count, Worker worker) {
        wasActive(worker == null ? resources().nanoTime() : nowNanos());
        host().bytesWritten(this, count, worker);
    }

    void wasActive(long nowNanos) {
        LAST_ACTIVE.setOpaque(this, nowNanos);
    }

    /** Reports an error of this connection, later if there is no memory now. */
    void report(Supplier<String> what, Throwable cause) {
        try {
            host().error(what.get(), cause);
        } catch (Error noMemory) {
            host().reportLater(what, cause);
        }
    }

    /** Reports that the host has failed to serve this connection or to send. */
    void reportHostFailure(Throwable cause) {
        report(() -> "the host failed in " + this + ", which is closed", cause);
    }

    /** Records that the connection has ended. By the last thread to send. */
    void setEnded(ReleaseReason reason) {
        endedBy = reason;
    }

    // ---- state, for any thread

    /** Returns why the connection is to end, or null. */
    public ReleaseReason endRequested() {
        return endRequested;
    }

    /** Returns why the connection has ended, or null. */
    ReleaseReason endedBy() {
        return endedBy;
    }

    public boolean hasEnded() {
        return endedBy != null;
    }

    boolean isClosing() {
        return closing;
    }

    /** Returns why the connection is closing if neither side has asked for it, or null. */
    ReleaseReason closingFor() {
        return closingFor;
    }

    /** Returns whether {@code write.high} bytes are queued. The limit is looked up only if something is. */
    public boolean isFull() {
        long queued = outbound.queued();
        return queued > 0 && queued >= config().writeHigh();
    }

    /** Returns whether the strand may be waiting for the last byte to be sent. */
    boolean mayEndSoon() {
        return closing || driver.isCloseRequested() || host().isDraining();
    }

    /** Returns whether the client has closed its socket. */
    boolean clientHasLeft() {
        return driver.inbound().hasHungUp() || isSignalled(HANGUP) || outbound.broken() == ReleaseReason.CLIENT_CLOSED;
    }

    /** Returns whether a call that ends with a cancellation was cut short by the host, so that the handler is not at fault. */
    public boolean isCutShort() {
        return endRequested != null || endedBy != null || outbound.broken() != null || clientHasLeft() || closing;
    }

    /** Returns a stage that completes with the reason when the connection has ended. */
    CompletionStage<ReleaseReason> closed() {
        return driver.teardown().closed();
    }

    // ---- facts, for any thread

    public long id() {
        return id;
    }

    /** Returns the number as the same object each time, so that removing the connection from a map needs no memory. */
    public Long key() {
        return id;
    }

    public ConnectionDriver driver() {
        return driver;
    }

    public Outbound outbound() {
        return outbound;
    }

    HandlerOutput output() {
        return output;
    }

    EngineResources resources() {
        return host().resources();
    }

    ServerConfig config() {
        return host().config();
    }

    public PeerCredentials peer() {
        return peer;
    }

    String remoteAddress() {
        return remoteAddress;
    }

    long acceptedMillis() {
        return acceptedMillis;
    }

    Instant acceptedAt() {
        return Instant.ofEpochMilli(acceptedMillis);
    }

    /** Returns when the connection was accepted, by the host's clock. */
    public long acceptedNanos() {
        return acceptedNanos;
    }

    long idleForNanos() {
        return Math.max(0, resources().nanoTime() - lastActive());
    }

    long lastActive() {
        return (long) LAST_ACTIVE.getOpaque(this);
    }

    public ConnectionSnapshot snapshot() {
        Mailbox mailbox = driver.settings().mailbox();
        return new ConnectionSnapshot(
                id,
                peer,
                remoteAddress,
                acceptedAt(),
                Duration.ofNanos(idleForNanos()),
                driver.input().total(),
                outbound.total(),
                outbound.queued(),
                mailbox == null ? 0 : mailbox.messages().waiting(),
                mailbox == null ? 0 : mailbox.messages().dropped(),
                Optional.ofNullable(driver.handlerName()));
    }

    @Override
    public String toString() {
        return "connection " + id + " of server " + host().name();
    }
}
