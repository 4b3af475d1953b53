package dev.patchbay.handler.json.framing;

/** What a look for the next message has found. */
public enum Outcome {

    /** A whole message: {@link FrameReader#from} and {@link FrameReader#length} say where. */
    MESSAGE,

    /** Not enough has arrived. */
    INCOMPLETE,

    /** A message that cannot be taken; it is left out, and the next one will be found. The problem says why. */
    REFUSED,

    /** Nothing can be found any more. The problem says why. */
    BROKEN
}
