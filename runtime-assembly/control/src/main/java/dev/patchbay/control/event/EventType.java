package dev.patchbay.control.event;

import dev.patchbay.api.ServerEvents;

/** The types of events, named after the methods of {@link ServerEvents}. */
public enum EventType {

    /** The server accepts connections. */
    SERVER_STARTED("serverStarted"),

    /** The server has stopped accepting, and waits for connections to finish. */
    SERVER_DRAINING("serverDraining"),

    /** The server has stopped. */
    SERVER_STOPPED("serverStopped"),

    /** The server could not start, or can no longer accept connections. */
    SERVER_FAILED("serverFailed"),

    /** A connection was accepted. */
    CONNECTION_OPENED("connectionOpened"),

    /** A connection has ended. */
    CONNECTION_CLOSED("connectionClosed"),

    /** A new connection was closed before any handler saw it. */
    CONNECTION_REFUSED("connectionRefused"),

    /** All connections of one handler have been handed over to another. */
    HANDLER_SWAPPED("handlerSwapped"),

    /** The server has no handler. */
    HOLDING_STARTED("holdingStarted"),

    /** A handler has arrived. */
    HOLDING_ENDED("holdingEnded"),

    /** A configuration was rejected. */
    CONFIGURATION_REJECTED("configurationRejected"),

    /** Something else failed. */
    ERROR("error"),

    /** Events were dropped before the next one, because the subscriber was too slow. */
    EVENTS_MISSED("eventsMissed");

    private final String name;

    EventType(String name) {
        this.name = name;
    }

    /** Returns the name that clients see. */
    @Override
    public String toString() {
        return name;
    }
}
