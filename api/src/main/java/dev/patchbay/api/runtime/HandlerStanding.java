package dev.patchbay.api.runtime;

/** What a handler is to a server. */
public enum HandlerStanding {

    /** In charge of the server's connections. */
    SERVING,

    /** Would serve if the one that does went away. */
    STANDING_BY,

    /** Cannot be put in charge; {@link HandlerSnapshot#why()} says what is wrong with it. */
    FAILED
}
