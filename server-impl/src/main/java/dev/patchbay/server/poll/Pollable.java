package dev.patchbay.server.poll;

/** Is notified when a socket becomes ready, on the thread that runs the event loop of the socket. */
public interface Pollable {

    /** There are bytes to read, the end of input, or an error that a read will report. */
    int READABLE = 1;

    /** There is room for a write. */
    int WRITABLE = 2;

    /** The peer has closed its socket: no more bytes will arrive than can be read now, and writes fail. */
    int HANGUP = 4;

    /** The peer has sent its last byte; the end of input follows it. Not all pollers report this. */
    int INPUT_ENDED = 8;

    /** Reports that the socket is ready for {@code readiness}, a sum of the constants above. */
    void ready(int readiness);
}
