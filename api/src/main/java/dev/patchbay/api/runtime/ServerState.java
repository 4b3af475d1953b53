package dev.patchbay.api.runtime;

/**
 * The state of a server. A server moves only downwards in this list; one that is started again begins at the top.
 */
public enum ServerState {

    /** The server was created and not started yet. */
    CREATED,

    /** The server binds its socket. */
    STARTING,

    /**
     * The server accepts connections. Without a handler it holds them: {@link ServerSnapshot#holding()}. If the listening socket
     * is lost, for example because other code in the process has closed it, the server tries for some seconds to open it again
     * before it enters {@link #FAILED}.
     */
    RUNNING,

    /** The server accepts no more connections and waits for the live ones to finish. */
    DRAINING,

    /**
     * The server could not start, or was running and lost its listening socket for good; {@link ServerSnapshot#faults()} says
     * why. It has released everything: the path is free, its loops end, and its connections were ended with {@link
     * dev.patchbay.api.ReleaseReason#HOST_FAILED}. It starts again when its configuration changes or an operator starts it.
     */
    FAILED,

    /** The server was told to stop and has stopped. */
    STOPPED
}
