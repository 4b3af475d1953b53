package dev.patchbay.server.poll;

/** Whoever wants to know that a socket has become ready. Called on the thread of the event loop that waits for it. */
public interface Pollable {

    /** There are bytes to read, or the end of input, or an error that a read will tell. */
    int READABLE = 1;

    /** There is room to write. */
    int WRITABLE = 2;

    /** The peer has closed its socket: there will be nothing more than what can be read now, and writes are in vain. */
    int HANGUP = 4;

    /** The peer has sent its last byte: whoever reads up to there finds the end of input behind it. Not all pollers tell. */
    int INPUT_ENDED = 8;

    /** The socket is ready as {@code readiness} says, a sum of the constants above. */
    void ready(int readiness);
}
