package dev.patchbay.api.runtime;

/** Whether a handler serves a server. */
public enum HandlerStanding {

    /** The handler is in charge of the server's connections. */
    SERVING,

    /** The handler could serve, but another one is preferred. */
    STANDING_BY,

    /** The handler cannot be put in charge; {@link HandlerSnapshot#why()} says why. */
    FAILED
}
