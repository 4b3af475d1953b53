package dev.patchbay.api.runtime;

/** The life of a server. It only ever moves downwards in this list. */
public enum ServerState {

    /** Made, and not started. */
    CREATED,

    /** Binding its socket. */
    STARTING,

    /** Accepting connections. Without a handler it holds them: {@link ServerSnapshot#holding()}. */
    RUNNING,

    /** Accepts no more and waits for its connections to finish. */
    DRAINING,

    /** Ended as it was told to. */
    STOPPED,

    /** Could not start: {@link ServerSnapshot#faults()} says why. It starts anew when its configuration changes. */
    FAILED
}
