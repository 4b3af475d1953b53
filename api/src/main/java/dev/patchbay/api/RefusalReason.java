package dev.patchbay.api;

/** Why a server closed a new connection before any handler saw it. */
public enum RefusalReason {

    /** {@code connections.max} connections are live. */
    CONNECTION_LIMIT,

    /** {@code connections.max.per.uid} connections of the client's user are live. */
    USER_LIMIT,

    /** Neither {@code allow.uids} nor {@code allow.gids} admits the client. */
    NOT_ALLOWED,

    /** Descriptors or memory ran out while the connection was set up. */
    OUT_OF_RESOURCES
}
