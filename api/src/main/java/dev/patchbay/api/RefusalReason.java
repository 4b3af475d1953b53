package dev.patchbay.api;

/** The reason why a server closed a new connection before any handler saw it. */
public enum RefusalReason {

    /** As many connections as {@code connections.max} allows are live. */
    CONNECTION_LIMIT,

    /** As many connections of the client's user as {@code connections.max.per.uid} allows are live. */
    USER_LIMIT,

    /** Neither {@code allow.uids} nor {@code allow.gids} admits the client. */
    NOT_ALLOWED,

    /** The process ran out of descriptors or memory while it set up the connection. */
    OUT_OF_RESOURCES
}
