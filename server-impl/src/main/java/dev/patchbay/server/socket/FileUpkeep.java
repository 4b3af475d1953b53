package dev.patchbay.server.socket;

/** What was found when the file of a listening socket was looked after. */
public enum FileUpkeep {
    /** The file is in place, or the socket has none of its own. */
    IN_PLACE,
    /** The file had been removed or replaced by a stale socket, and is in place again. */
    PUT_BACK,
    /** The file is gone with all its names, and its path is free. Only another socket can be put there. */
    LOST
}
