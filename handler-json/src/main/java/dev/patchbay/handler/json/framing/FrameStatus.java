package dev.patchbay.handler.json.framing;

/** What a look for the next message has found. */
public enum FrameStatus {

    /** A whole message: {@link FrameDecoder#from} and {@link FrameDecoder#length} say where. */
    MESSAGE,

    /** Not enough has arrived. */
    INCOMPLETE,

    /** A message that cannot be taken; it is left out, and the next one will be found. The problem says why. */
    REJECTED,

    /** Nothing can be found any more. The problem says why. */
    UNRECOVERABLE
}
