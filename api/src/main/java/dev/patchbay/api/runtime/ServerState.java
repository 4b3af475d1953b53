package dev.patchbay.api.runtime;

/**
 * The life of a server. It only ever moves downwards in this list; a server that is started again begins at the top.
 */
public enum ServerState {

    /** Made, and not started. */
    CREATED,

    /** Binding its socket. */
    STARTING,

    /**
     * Accepting connections. Without a handler it holds them: {@link ServerSnapshot#holding()}. A listening socket that is
     * lost, closed by something in this process, say, is opened again for some seconds before the server has {@link
     * #FAILED}.
     */
    RUNNING,

    /** Accepts no more and waits for its connections to finish. */
    DRAINING,

    /**
     * Could not start, or ran and lost its listening socket for good; {@link ServerSnapshot#faults()} says why. Nothing of
     * it is left: the path is free, its loops end, its connections were ended with {@link
     * dev.patchbay.api.ReleaseReason#HOST_FAILED}. It starts anew when its configuration changes or an operator starts it.
     */
    FAILED,

    /** Ended as it was told to. */
    STOPPED
}
