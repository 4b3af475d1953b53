package dev.patchbay.api.runtime;

/** What a handler is to a server. */
public enum HandlerStanding {

    /** In charge of the server's connections. */
    SERVING,

    /** Would serve if the one that does went away. */
    STANDING_BY,

    /** Could not be put in charge. */
    FAILED
}
