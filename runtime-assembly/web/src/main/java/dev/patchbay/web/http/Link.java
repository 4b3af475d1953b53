package dev.patchbay.web.http;

import dev.patchbay.api.PeerCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** A connection of a client, as HTTP needs it. For one thread. */
public interface Link {

    /** Returns the bytes of the client. A read returns nothing after a line feed, so that nobody reads more than a line too much. */
    InputStream input();

    /** Returns whether bytes of the client are waiting, perhaps of its next request. */
    boolean hasInput() throws IOException;

    /**
     * Returns the stream to the client, which sends what was written at a flush. Closing it ends the output. A client that
     * does not read loses its connection.
     */
    OutputStream output();

    /** Declares that the request before is answered and that no byte of the next one was read. */
    void boundary() throws IOException;

    /** Limits how long a read waits; zero for as long as a client may be idle. */
    void readTimeout(Duration timeout) throws IOException;

    /** Returns whether an answer without an end should end now, because the server drains or another handler takes charge. */
    boolean isEndWanted();

    /** Returns whether the server drains. */
    boolean isDraining();

    /** Calls an action once, when the client has gone or another handler has the connection. It must not block. */
    void whenEnded(Runnable action);

    /** Returns the name of the server that the client is connected to; empty if it is none of Patchbay's. */
    String server();

    /** Returns who the client is. */
    PeerCredentials peer();
}
