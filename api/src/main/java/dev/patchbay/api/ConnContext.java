package dev.patchbay.api;

import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One live connection, as the handler in charge of it sees it.
 *
 * <p>All methods may be called from any thread. A context belongs to one handler's time in charge, from {@link
 * Handler#opened} until {@link Handler#released} has returned. After that, while the connection lives on with another
 * handler, the methods that act on the connection throw {@link IllegalStateException}: a handler cannot disturb its
 * successor. Once the connection has ended they do nothing. Methods that only report something always work.
 */
@ProviderType
public interface ConnContext {

    /** Returns the number of the connection, unique within the life of its server, counted from 1. */
    long id();

    /** Returns the name of the server: {@code echo} for the configuration {@code dev.patchbay.server~echo}. */
    String server();

    /** Returns the address of the server's socket: an absolute path, or {@code @name} for an abstract one. */
    String localAddress();

    /** Returns the address that the client's socket is bound to, in the same form; mostly empty, as clients rarely bind. */
    String remoteAddress();

    /** Returns who the client is, by the kernel's word. */
    PeerCredentials peer();

    /** Returns when the connection was accepted. */
    Instant acceptedAt();

    /** Returns the name of the handler that gave the connection up for this one; empty if it had just been accepted. */
    Optional<String> previousHandler();

    /**
     * Sends bytes to the client, after everything that was written before.
     *
     * <p>Takes all of {@code data}: on return its position is at its limit, and the buffer may be used again. Before that the
     * call waits while {@code write.high} bytes or more are queued ({@link #isWritable()} is false), until the client has read
     * so many that no more than {@code write.low} are left. On an event loop's thread it does not wait until sixteen times
     * {@code write.high} bytes are queued; then another thread carries the loop on, and the call waits.
     *
     * <p>What other threads write is sent as soon as the client reads, also while a call of this connection runs. What a call
     * on an event loop writes is sent when the call returns, or when another thread writes.
     *
     * <p>Bytes that cannot arrive any more, because the connection has ended or is ending, {@link #close()} or {@link #abort()}
     * was called, or the client has closed its socket, are dropped. That ends a call of this connection: see below. A call of
     * another connection goes on, so that a broadcast reaches the others; so does a last word in {@link Handler#released}; and
     * a thread of the handler's own until the connection has ended.
     *
     * @throws ConnectionEndedException                  if the bytes can never arrive
     * @throws IllegalStateException                     if another handler is in charge by now
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits; nothing was taken
     */
    void write(ByteBuffer data);

    /**
     * Sends bytes and, together with the first of them, open file descriptors ({@code SCM_RIGHTS}, unix(7)). The
     * receiver gets duplicates, and so does the host at once: the caller's own stay open, and may be closed when this returns.
     * Otherwise as {@link #write(ByteBuffer)}.
     *
     * @throws IllegalArgumentException      if {@code data} is empty while there are descriptors: they travel with bytes only
     * @throws java.io.UncheckedIOException if the descriptors cannot be duplicated; then nothing was written
     */
    void write(ByteBuffer data, FileDescriptor... descriptors);

    /**
     * Returns whether less than {@code write.high} bytes are queued, so that a write would not wait. {@link Handler#writable}
     * is called when that is so again.
     */
    boolean isWritable();

    /**
     * Closes the connection once everything that was asked for before is done: tasks that were {@linkplain #execute submitted}
     * have run, answers that are {@linkplain #pending() still to come} have been given, and everything that was written has
     * been sent. No further input is presented. Does nothing if it is closing already.
     */
    void close();

    /** Ends the connection now; what was not yet sent is lost. */
    void abort();

    /** Returns whether the connection is live and neither {@link #close()} nor {@link #abort()} was called. */
    boolean isOpen();

    /** Returns whether the server drains: finish soon what is begun, and begin nothing new. */
    boolean isDraining();

    /**
     * Returns a stage that completes with the reason when the connection has ended and its handler was released. A swap
     * does not complete it: an action that depends on it stays with the connection, and so do the classes of its bundle,
     * even if that is updated. Actions run on a thread of the host's and must not block.
     */
    CompletionStage<ReleaseReason> closed();

    /**
     * Runs a task in the connection's own order: on the handler's threads, never at the same time as a callback or
     * another task of this connection, tasks in the order of submission. For answers that become ready later. What a task
     * throws counts as thrown by a callback.
     *
     * <p>Tasks submitted before a swap run before {@link Handler#released}; those that are submitted in the middle of it, by a
     * thread that does not know of it yet, right after that, before the next handler takes charge. Tasks that have not begun
     * when the connection ends are dropped.
     *
     * @throws IllegalStateException if another handler is in charge by now
     */
    void execute(Runnable task);

    /**
     * Says that an answer is still to come. Until the returned object is closed, a swap, a drain and a {@link #close()} wait for
     * this connection, the first two within their timeouts, and it does not count as idle. Meanwhile input is presented as
     * before.
     *
     * <p>In {@link Handler#released}, and in tasks that run after it, nobody waits for an answer any more.
     *
     * @throws IllegalStateException on another thread, if {@link Handler#released} was called because another handler takes
     *                               charge
     */
    Pending pending();

    /**
     * Returns where the bytes that are new begin: the index in the buffer of the running {@link Handler#received} call. The
     * bytes from the buffer's position up to this index were presented to this handler before, in calls that took none of
     * them. A handler that found no whole message among them need not look at them again; {@link Frames#line(ConnContext,
     * java.nio.ByteBuffer, int)} makes use of that.
     *
     * <p>Returns 0, so that all bytes are to be looked at, in the first call after {@link Handler#opened}, in a call that
     * follows one that moved the position, in one that comes because the client has read or input was resumed, and outside of
     * calls. The value does not change during a call.
     */
    int seenUpTo();

    /**
     * Stops the presentation of input, and soon the reading of it, until {@link #resumeInput()}. Meanwhile the connection does
     * not count as idle: the client waits for the handler.
     */
    void pauseInput();

    /** Undoes {@link #pauseInput()}. A swap does so too. */
    void resumeInput();

    /**
     * Sets whether a call that is running on a virtual thread is interrupted when the client closes its socket. It is, at
     * first: nobody is left to read the answer. Pass false if the work counts even so.
     */
    void interruptWhenClientCloses(boolean interrupt);

    /**
     * Sets this connection's idle timeout in place of the server's {@code idle.timeout}. Input that the handler has left
     * unconsumed, or has paused, is not idleness: the client waits for the handler then, or is in the middle of a message.
     *
     * @param timeout the time without a byte in either direction after which the connection is closed; zero for never
     */
    void idleTimeout(Duration timeout);

    /**
     * Lets the client send file descriptors along with bytes. Best called in {@link Handler#opened}: descriptors that
     * arrived earlier were closed.
     *
     * @param max how many may come with one message of the client, at most 253 ({@code SCM_MAX_FD}); 0 for none. A client
     *            that sends more at once is closed
     */
    void acceptDescriptors(int max);

    /**
     * Takes the descriptors that arrived with the bytes presented so far, in their order. They belong to the caller, who
     * closes them, for instance by way of a {@link java.io.FileInputStream}. What was not taken when the call has returned
     * that consumed the last of these bytes, or when the connection ends, is closed by the host. A client of whose
     * descriptors more than 256 wait is closed with {@link ReleaseReason#MESSAGE_TOO_LARGE}.
     */
    List<FileDescriptor> takeDescriptors();

    /** Returns how many bytes were read from the client. */
    long bytesIn();

    /** Returns how many bytes were sent to the client. */
    long bytesOut();

    /**
     * Returns the state that belongs to the connection: a concurrent map that survives swaps. Use keys that begin with
     * your package's name, and values of JDK types if another version of your bundle is to read them: an object of a
     * class of your own keeps the old bundle's classes in memory.
     */
    Map<String, Object> attributes();

    /** An answer that is still to come; see {@link ConnContext#pending()}. */
    interface Pending extends AutoCloseable {

        /** Says that the answer was written, or will not be. Calls after the first do nothing. */
        @Override
        void close();
    }
}
