package dev.patchbay.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The configuration of one server: complete, valid and immutable. {@link ConfigReader} makes it from properties; {@link Keys}
 * says what each key means.
 *
 * @param socket        {@code socket.*}: the socket to listen at
 * @param sendBuffer    {@code socket.send.buffer}: bytes that the kernel may hold on their way to a client, 0 for its own choice
 * @param receiveBuffer {@code socket.receive.buffer}: bytes that it may hold on their way from a client, 0 for its own choice
 * @param handler       {@code handler}: the name that the filter is made of, empty if it was written itself
 * @param handlerTarget {@code handler.target}: the filter as it was written, or as {@code handler} means it
 * @param handlerFilter the same filter, to be tested with the service properties of a handler
 * @param access        {@code allow.uids}, {@code allow.gids}: the users and groups that may connect
 * @param connectionsMax {@code connections.max}: live connections, 0 for no limit
 * @param connectionsMaxPerUid {@code connections.max.per.uid}: the same for one user
 * @param acceptRate    {@code accept.rate}: new connections a second, 0 for no limit
 * @param messageMax    {@code message.max}: bytes that a handler may leave unconsumed
 * @param writeHigh     {@code write.high}: bytes queued for a client above which reading stops and writers wait
 * @param writeLow      {@code write.low}: bytes queued for a client at which both resume
 * @param idleTimeout   {@code idle.timeout}: how long a connection may go without a byte, 0 for no limit
 * @param messageTimeout {@code message.timeout}: how long a message may stay incomplete, 0 for no limit
 * @param drainTimeout  {@code drain.timeout}: how long a stop waits for connections to finish
 * @param holdTimeout   {@code hold.timeout}: how long connections are held without a handler
 * @param swapTimeout   {@code swap.timeout}: how long a running call may delay a swap
 * @param engine        {@code engine}: the poller
 * @param loops         {@code loops}: event loops, 0 for half the processors
 */
public record ServerConfig(
        SocketConfig socket,
        int sendBuffer,
        int receiveBuffer,
        String handler,
        String handlerTarget,
        Predicate<Map<String, ?>> handlerFilter,
        Access access,
        int connectionsMax,
        int connectionsMaxPerUid,
        int acceptRate,
        int messageMax,
        int writeHigh,
        int writeLow,
        Duration idleTimeout,
        Duration messageTimeout,
        Duration drainTimeout,
        Duration holdTimeout,
        Duration swapTimeout,
        EngineChoice engine,
        int loops) {

    /** The poller that a server is to use. */
    public enum EngineChoice {
        /** {@code epoll} where it is available, else portable. */
        AUTO,
        /** Linux epoll; the start fails where it is not available. */
        EPOLL,
        /** junixsocket's selector. */
        PORTABLE
    }

    /** Returns the number of event loops to start; {@code loops = 0} means half the processors, at least 1. */
    public int effectiveLoops() {
        return loops > 0 ? loops : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** Returns the configuration as keys and values, as an operator would write them. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        Keys.SOCKET_PATH.put(map, socket.path());
        Keys.SOCKET_PERMISSIONS.put(map, socket.permissions());
        Keys.SOCKET_GROUP.put(map, socket.group());
        Keys.SOCKET_BACKLOG.put(map, socket.backlog());
        Keys.SOCKET_SEND_BUFFER.put(map, sendBuffer);
        Keys.SOCKET_RECEIVE_BUFFER.put(map, receiveBuffer);
        Keys.HANDLER.put(map, handler);
        Keys.HANDLER_TARGET.put(map, handlerTarget);
        Keys.ALLOW_UIDS.put(map, access.uids());
        Keys.ALLOW_GIDS.put(map, access.gids());
        Keys.CONNECTIONS_MAX.put(map, connectionsMax);
        Keys.CONNECTIONS_MAX_PER_UID.put(map, connectionsMaxPerUid);
        Keys.ACCEPT_RATE.put(map, acceptRate);
        Keys.MESSAGE_MAX.put(map, messageMax);
        Keys.WRITE_HIGH.put(map, writeHigh);
        Keys.WRITE_LOW.put(map, writeLow);
        Keys.IDLE_TIMEOUT.put(map, idleTimeout);
        Keys.MESSAGE_TIMEOUT.put(map, messageTimeout);
        Keys.DRAIN_TIMEOUT.put(map, drainTimeout);
        Keys.HOLD_TIMEOUT.put(map, holdTimeout);
        Keys.SWAP_TIMEOUT.put(map, swapTimeout);
        Keys.ENGINE.put(map, engine);
        Keys.LOOPS.put(map, loops);
        return map;
    }
}
