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
 * One live connection, as seen by the handler in charge of it.
 *
 * <p>All methods may be called from any thread. A context is valid while one handler is in charge, from {@link
 * Handler#opened} until {@link Handler#released} has returned. If the connection lives on with another handler after that, the
 * methods that act on the connection throw {@link IllegalStateException}, so a handler cannot disturb its successor. Once the
 * connection has ended, these methods do nothing. Methods that only report something always work.
 */
@ProviderType
public interface ConnContext {

    /** {@return the number of the connection} It is unique during the life of the server and counts from 1. */
    long id();

    /** {@return the name of the server: {@code echo} for the configuration {@code dev.patchbay.server~echo}} */
    String server();

    /** {@return the address of the server's socket: an absolute path, or {@code @name} for an abstract one} */
    String localAddress();

    /** {@return the address that the client's socket is bound to, in the same form} Mostly empty, since clients rarely bind. */
    String remoteAddress();

    /** {@return the credentials of the client, as recorded by the kernel} */
    PeerCredentials peer();

    /** {@return the time at which the connection was accepted} */
    Instant acceptedAt();

    /** {@return the name of the handler that gave up the connection for this one; empty if it had just been accepted} */
    Optional<String> previousHandler();

    /**
     * Sends bytes to the client, after everything that was written before.
     *
     * <p>Takes all of {@code data}: on return, its position is at its limit, and the buffer may be used again. The call first
     * waits while {@code write.high} bytes or more are queued ({@link #isWritable()} is false), until the client has read
     * enough for at most {@code write.low} to remain. On the thread of an event loop, it does not wait until sixteen times
     * {@code write.high} bytes are queued; then another thread takes over the loop, and the call waits.
     *
     * <p>Bytes written by a call of this connection are gathered, so that many small writes cost one system call. They are sent
     * when the call returns, when it has to wait for the client, when some 16 kB have come together, when another thread
     * writes, and at {@link #flush()}; outside of an event loop also within a few milliseconds, if the call does not return by
     * then. Bytes written by other threads are sent as soon as the client reads, even while a call is running.
     *
     * <p>Bytes that can no longer arrive are dropped: the connection has ended or is ending, {@link #close()} or {@link
     * #abort()} was called, or the client has closed its socket. In a call of this connection, the write then throws, which
     * ends the call. It does not throw in a call of another connection, so that a broadcast reaches the other clients; nor in
     * {@link Handler#released}, for a last message; nor, until the connection has ended, on a thread of the handler's own.
     *
     * @param data the bytes from its position to its limit
     * @throws ConnectionEndedException                   if the bytes can never arrive
     * @throws IllegalStateException                      if another handler is in charge by now
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits; no byte was taken
     */
    void write(ByteBuffer data);

    /**
     * Sends bytes and, with the first of them, open file descriptors ({@code SCM_RIGHTS}, unix(7)). The host duplicates the
     * descriptors at once and the client receives duplicates, so the caller's own stay open and may be closed as soon as this
     * method returns. In all else it behaves like {@link #write(ByteBuffer)}.
     *
     * @param data        the bytes from its position to its limit; at least one if there are descriptors
     * @param descriptors open descriptors of this process; they may be none
     * @throws IllegalArgumentException     if there are descriptors but {@code data} is empty: descriptors need a byte to
     *                                      travel with
     * @throws java.io.UncheckedIOException if the descriptors cannot be duplicated; nothing was written
     */
    void write(ByteBuffer data, FileDescriptor... descriptors);

    /**
     * Sends bytes as {@link #write(ByteBuffer)} does, but never waits: takes all of {@code data} while the connection
     * {@linkplain #isWritable() is writable}, and nothing of it otherwise. {@link Handler#writable} is called after a
     * refusal, once the client has read; for another thread than the call's, perhaps before this method returns.
     *
     * <p>Bytes that can no longer arrive are not taken. In a call of this connection, this method then throws as {@code
     * write} does.
     *
     * @param data the bytes from its position to its limit
     * @return whether the bytes were taken
     * @throws ConnectionEndedException if the bytes can never arrive
     * @throws IllegalStateException    if another handler is in charge by now
     */
    boolean offer(ByteBuffer data);

    /**
     * Sends what the running call has written so far, for a call that goes on with something that takes time. Never waits: what
     * the socket has no room for is sent when the client reads.
     *
     * @throws IllegalStateException if another handler is in charge by now
     */
    void flush();

    /**
     * {@return whether fewer than {@code write.high} bytes are queued, so that a write would not wait} After it was false, the
     * host calls {@link Handler#writable} when the client has read.
     */
    boolean isWritable();

    /**
     * Closes the connection once everything that was asked for before is done: {@linkplain #execute submitted} tasks have run,
     * {@linkplain #pending() pending} answers have been given, and everything that was written has been sent. No more input is
     * presented. If the connection is closing already, this method does nothing.
     */
    void close();

    /**
     * Ends the output after everything that was written before ({@code shutdown(SHUT_WR)}): the client reads those bytes,
     * then the end of its input. Its own bytes are still presented, across swaps too. Later writes are refused as after
     * {@link #close()}. A relay calls this in {@link Handler#inputEnded} of the other connection, and overrides the
     * default, which closes.
     *
     * <p>The connection ends once the client has ended its output as well and {@code inputEnded} has returned. After this
     * call, {@link Handler#clientClosed} is not called and a client that closes interrupts no call, since no answer is
     * expected.
     *
     * @throws IllegalStateException if another handler is in charge by now
     */
    void endOutput();

    /** {@return whether {@link #endOutput()} was called, by this handler or one before it} */
    boolean isOutputEnded();

    /** Ends the connection at once; output that was not sent yet is lost. */
    void abort();

    /** {@return whether the connection is live and neither {@link #close()} nor {@link #abort()} was called} */
    boolean isOpen();

    /** {@return whether the server is draining; a handler should then finish what it has begun and begin nothing new} */
    boolean isDraining();

    /**
     * {@return a stage that completes, with the reason, when the connection has ended and its handler was released} A swap does
     * not complete it. An action that depends on the stage stays with the connection, and keeps the classes of its bundle in
     * memory even if the bundle is updated. Actions run on a thread of the host and must not block.
     */
    CompletionStage<ReleaseReason> closed();

    /**
     * Runs a task in the order of the connection: on the handler's threads, never at the same time as a callback or another
     * task of this connection, and tasks in the order in which they were submitted. This is for answers that become ready
     * later. An exception thrown by a task has the same effect as one thrown by a callback.
     *
     * <p>Tasks submitted before a swap run before {@link Handler#released}. Tasks submitted during a swap, by a thread that
     * does not know of it yet, run right after {@code released}, before the next handler takes charge. Tasks that have not
     * begun when the connection ends are dropped.
     *
     * @param task what to run; it may use this context as a callback may
     * @throws IllegalStateException if another handler is in charge by now
     */
    void execute(Runnable task);

    /**
     * Runs a task once, after a delay, in the order of the connection and as {@link #execute} does. It is not run too
     * early, and as a rule less than 20 ms late; tasks that become due within that time may run in any order. After a delay
     * of zero or less, the task runs as soon as one that is submitted. A timer costs some 100 bytes and no thread. No swap,
     * drain, close or idle timeout waits for it: what has not run is dropped at {@link Handler#released}. A connection that
     * has ended runs no task.
     *
     * @param delay the least time until the task runs
     * @param task  what to run; it may use this context as a callback may
     * @return the timer, to cancel it
     * @throws IllegalStateException if another handler is in charge by now
     */
    Timer after(Duration delay, Runnable task);

    /**
     * Runs a task once, in the order of the connection and as {@link #execute} does, when everything that was written before,
     * descriptors included, has been handed to the kernel; at once, if it has been already. The client need not have read it
     * by then. {@link #close()} waits for the task, but a swap does not: what has not run is dropped at {@link
     * Handler#released}, and when the connection ends. Hold a {@link #pending()} until the task has run if a swap has to wait.
     *
     * @param task what to run; it may use this context as a callback may
     * @throws IllegalStateException if another handler is in charge by now
     */
    void afterSent(Runnable task);

    /**
     * Announces an answer that will be written later. Until the returned object is closed, a swap, a drain and a {@link
     * #close()} wait for this connection (the first two within their timeouts, after {@link Handler#handOverWanted} was
     * called), and the connection does not count as idle. Input is presented as before, except while a swap waits.
     *
     * <p>In {@link Handler#released}, and in tasks that run after it, the announcement has no effect: nothing waits any more.
     *
     * @return the announcement, to be closed when the answer was written or will not be; by any thread
     * @throws IllegalStateException if {@link Handler#released} was called because another handler takes charge, and the caller
     *                               is another thread
     */
    Pending pending();

    /**
     * {@return the index in the buffer of the running {@link Handler#received} call at which the new bytes begin} The bytes
     * between the buffer's position and this index were presented to this handler before, in calls that consumed none of them.
     * A handler that found no whole message among them need not search them again. {@link Frames#line(ConnContext,
     * java.nio.ByteBuffer, int)} makes use of this.
     *
     * <p>Returns 0, so that all bytes are searched, in the first call after {@link Handler#opened}; in a call that follows one
     * that moved the position; in a call made because the client has read, or because input was resumed; and outside of calls.
     * The value does not change during a call.
     */
    int seenUpTo();

    /**
     * Stops presenting input, and soon also reading it, until {@link #resumeInput()} is called. While input is paused, the
     * connection does not count as idle, since the client waits for the handler.
     */
    void pauseInput();

    /** Resumes input after {@link #pauseInput()}. A swap resumes it as well. */
    void resumeInput();

    /**
     * Sets whether a call that is running on a virtual thread is interrupted when the client closes its socket. By default it
     * is, because the answer can no longer be read. Pass false if the work has to be done nevertheless, or uses a channel that
     * an interrupt would close. An interrupt of this call for that reason that has come already is taken back, if nothing has
     * met it yet: a client may close its socket before {@link Handler#opened} begins.
     *
     * @param interrupt whether to interrupt it; true without a call of this method
     */
    void interruptWhenClientCloses(boolean interrupt);

    /**
     * Sets the idle timeout of this connection in place of the server's {@code idle.timeout}. It survives a swap. A
     * connection whose handler has left input unconsumed or has paused it does not count as idle: the client waits for the
     * handler, or is in the middle of a message.
     *
     * @param timeout how long the connection may go without a byte in either direction before it is closed; zero for no limit,
     *                null for the server's {@code idle.timeout} again
     */
    void idleTimeout(Duration timeout);

    /**
     * Sets the limit of a message of this connection in place of the server's {@code message.max}. It survives a swap. A
     * handler that learns the length of a large message from its beginning raises the limit for it, and lowers it after the
     * message. The memory is used only for bytes that have arrived.
     *
     * @param bytes how many bytes may wait without the handler consuming any; at most 1 GiB, or 0 for the server's {@code
     *              message.max} again
     */
    void messageMax(int bytes);

    /**
     * Lets the client send file descriptors along with bytes. Call this in {@link Handler#opened}: descriptors that arrive
     * earlier are closed.
     *
     * @param max how many descriptors may come with one message of the client, at most 253 ({@code SCM_MAX_FD}); 0 for none.
     *            The connection of a client that sends more at once is closed
     */
    void acceptDescriptors(int max);

    /**
     * Takes the descriptors that arrived with the bytes presented so far, in order of arrival. They belong to the caller, who
     * has to close them, for instance by closing a {@link java.io.FileInputStream} around each. The host closes those that are
     * left when the connection ends, or when the call has returned that consumed the last of the bytes they came with. If more
     * than 256 descriptors of a client are waiting, its connection is closed with {@link ReleaseReason#MESSAGE_TOO_LARGE}.
     *
     * @return the descriptors that were not taken yet, which are open; empty if there are none
     */
    List<FileDescriptor> takeDescriptors();

    /** {@return how many bytes were read from the client} */
    long bytesIn();

    /** {@return how many bytes were sent to the client} */
    long bytesOut();

    /**
     * {@return the reference to this connection, by which any thread and any other connection can send it messages, whichever
     * handler is in charge} It stays valid across swaps. Each call returns the same object.
     */
    ConnectionRef ref();

    /**
     * {@return the group of that name, which belongs to the server and survives swaps and new versions of a bundle} Use names
     * that begin with the name of your package, unless handlers of others are to share the group.
     *
     * @param name any text; the same name is the same group for all handlers of the server
     */
    ConnectionGroup group(String name);

    /**
     * Sets how many messages may wait for this connection, and what happens to one that comes then. It survives a swap. By
     * default 8,192 messages may wait, and newer ones are not taken ({@link SlowConsumer#DROP_NEWEST}). The bytes of a message
     * are not counted, since many connections may share them.
     *
     * @param capacity how many messages may wait, at least 1
     * @param whenFull what happens to a message that comes when so many wait
     */
    void mailbox(int capacity, SlowConsumer whenFull);

    /**
     * {@return the state of the connection: a concurrent map that survives swaps} Use keys that begin with the name of your
     * package. Use values of JDK types if another version of your bundle has to read them; an object of one of your own classes
     * keeps the classes of the old bundle in memory.
     */
    Map<String, Object> attributes();

    /** A task that will run later; see {@link ConnContext#after}. */
    interface Timer {

        /** Prevents the task from running, unless it has begun. Calls after the first have no effect. */
        void cancel();
    }

    /** An answer that will be written later; see {@link ConnContext#pending()}. */
    interface Pending extends AutoCloseable {

        /** Reports that the answer was written, or will not be. Calls after the first have no effect. */
        @Override
        void close();
    }
}
