package dev.patchbay.api.stream;

import dev.patchbay.api.ConnContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One live connection as a pair of blocking streams, for one call of {@link StreamHandler#serve}.
 *
 * <p>All methods may be called from any thread. One thread may read while another one writes.
 */
@ProviderType
public interface StreamConnection {

    /**
     * {@return the connection: its client's credentials, its limits, its attributes, and the descriptors that have arrived} A
     * session that is over does not close it: in a swap the next handler has it, or will have it at once.
     */
    ConnContext context();

    /**
     * {@return the bytes of the client} The end of the stream is the client's end of input, and nothing else. Reads need no
     * buffering, because many small ones are cheap.
     *
     * <p>A read that has to wait first sends what the same thread has written. It ends with a {@link SessionEndedException}
     * when the session is over, and with a {@link java.net.SocketTimeoutException} after the {@linkplain #readTimeout read
     * timeout}. Closing the stream has no effect on the connection.
     */
    InputStream input();

    /**
     * {@return the same bytes in portions that end with a line feed at the latest} A {@link java.io.BufferedReader} around this
     * stream holds nothing after a line that it has returned, so that a boundary can be declared there.
     */
    InputStream lineInput();

    /**
     * {@return the stream to the client} A write waits while the client does not read, as {@link ConnContext#write} does, and
     * ends with a {@link SessionEndedException} when the session is over.
     *
     * <p>What is written by the thread that reads is gathered, up to 8 KiB, until that thread waits for input, calls {@link
     * OutputStream#flush()}, or returns. What other threads write is sent at once. Closing the stream sends what was written
     * and then {@linkplain ConnContext#endOutput() ends the output}.
     */
    OutputStream output();

    /**
     * Declares a message boundary: the message before is answered completely, and no byte of the next one was read. The
     * session is between two messages from now on, until it reads or writes again.
     *
     * <p>Bytes that were read and are still in a buffer of the session's own, such as that of a {@link
     * java.io.BufferedInputStream}, are lost in a swap. There is no boundary before they are used.
     *
     * @throws SessionEndedException if the session is over
     * @throws IOException           if the thread is interrupted while it waits for the client to read
     */
    void boundary() throws IOException;

    /**
     * {@return whether a swap or a drain waits for this session to declare a boundary or to end} A session with a long answer
     * can then cut it short.
     */
    boolean isHandOverWanted();

    /**
     * Limits how long a read waits for the client; by default it waits without a limit. The idle timeout ends a connection
     * between two messages only, so a session that has begun a message sets this limit for clients that never send the rest.
     *
     * @param timeout the longest wait; zero for no limit
     */
    void readTimeout(Duration timeout);
}
