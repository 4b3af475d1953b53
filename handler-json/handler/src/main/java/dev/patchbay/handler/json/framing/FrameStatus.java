package dev.patchbay.handler.json.framing;

/** The result of looking for the next message. */
public enum FrameStatus {

    /** A complete message was found, at {@link FrameDecoder#from} and {@link FrameDecoder#length}. */
    MESSAGE,

    /** More input is needed. */
    INCOMPLETE,

    /**
     * A message cannot be accepted and is discarded. {@link FrameDecoder#problem} says why; the next message can be
     * read.
     */
    REJECTED,

    /** The framing is lost, and no further message can be found. {@link FrameDecoder#problem} says why. */
    UNRECOVERABLE
}
