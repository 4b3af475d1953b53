package dev.patchbay.jmx;

import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * A server, for management tools. All values are those of the moment. A method throws {@link IllegalStateException} or {@link
 * IllegalArgumentException}, with a message for the operator, if the server has gone or cannot do what it is told.
 */
public interface ServerMXBean {

    /** Returns the state, such as RUNNING. */
    String getState();

    /** Returns since when it is in that state. */
    Date getSince();

    /** Returns the path or name of its socket; empty if it has none. */
    String getAddress();

    /** Returns the handler in charge; null if there is none. */
    String getHandler();

    /** Returns the handlers that it can choose, each with its number: {@code echo (32)}. */
    List<String> getHandlers();

    /** Returns whether it runs without a handler, so that its connections wait. */
    boolean isHolding();

    /** Returns how many connections there are. */
    int getConnections();

    /** Returns how many connections there have been. */
    long getAccepted();

    /** Returns how many bytes all connections have sent to it. */
    long getBytesIn();

    /** Returns how many bytes it has sent to all connections. */
    long getBytesOut();

    /** Returns how often its handler has changed. */
    long getSwaps();

    /** Returns the configuration in force. */
    Map<String, String> getConfiguration();

    /** Returns why the server failed, or why its newest configuration was rejected. */
    List<String> getFaults();

    /**
     * Drains the server, and returns when it has stopped.
     *
     * @param atMost how long it may take, such as {@code 5s}; empty for {@code drain.timeout}
     * @return how many connections have finished and how many were ended, in words
     */
    String drain(String atMost) throws InterruptedException;

    /** Starts the server, and returns when clients can connect. */
    void start() throws InterruptedException;

    /** Closes a connection: what has been written is still sent. */
    void closeConnection(long connection);

    /**
     * Puts a handler in charge.
     *
     * @param handler its number or its name; empty for the choice by ranking
     */
    void chooseHandler(String handler);
}
