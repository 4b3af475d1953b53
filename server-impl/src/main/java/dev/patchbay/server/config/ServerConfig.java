package dev.patchbay.server.config;

import dev.patchbay.api.Durations;
import java.nio.file.attribute.GroupPrincipal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The configuration of one server. The keys and their meaning stand in the README and, as metatype, in {@code
 * ServerConfiguration}.
 *
 * @param socket        {@code socket.*}: the socket to listen at
 * @param sendBuffer    {@code socket.send.buffer}: bytes that the kernel may hold for a client, 0 for its own choice
 * @param receiveBuffer {@code socket.receive.buffer}: the same for the other direction
 * @param handlerTarget {@code handler.target}: the filter as it was written
 * @param handlerFilter the same, ready to be asked with a handler's service properties
 * @param access        {@code allow.uids}, {@code allow.gids}: who may connect
 * @param connectionsMax {@code connections.max}: live connections, 0 for no limit
 * @param connectionsMaxPerUid {@code connections.max.per.uid}: the same for one user
 * @param acceptRate    {@code accept.rate}: new connections a second, 0 for no limit
 * @param messageMax    {@code message.max}: bytes that a handler may leave unconsumed
 * @param writeHigh     {@code write.high}: bytes queued above which reading stops and writers wait
 * @param writeLow      {@code write.low}: bytes queued at which they go on
 * @param idleTimeout   {@code idle.timeout}: how long a connection may be without a byte, 0 for no limit
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

    /** Which poller a server is to use. */
    public enum EngineChoice {
        /** {@code epoll} where it can be had, else portable. */
        AUTO,
        /** Linux epoll, or fail. */
        EPOLL,
        /** junixsocket's selector. */
        PORTABLE
    }

    /** Returns the number of event loops after {@code loops = 0} was resolved. */
    public int effectiveLoops() {
        return loops > 0 ? loops : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** Returns the configuration as keys and values, as an operator would write them. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("socket.path", socket.path());
        map.put("socket.permissions", String.format("0%03o", socket.permissions()));
        map.put("socket.group", socket.group().map(GroupPrincipal::getName).orElse(""));
        map.put("socket.backlog", Integer.toString(socket.backlog()));
        map.put("socket.send.buffer", Integer.toString(sendBuffer));
        map.put("socket.receive.buffer", Integer.toString(receiveBuffer));
        map.put("handler.target", handlerTarget);
        map.put("allow.uids", Access.text(access.uids()));
        map.put("allow.gids", Access.text(access.gids()));
        map.put("connections.max", Integer.toString(connectionsMax));
        map.put("connections.max.per.uid", Integer.toString(connectionsMaxPerUid));
        map.put("accept.rate", Integer.toString(acceptRate));
        map.put("message.max", Integer.toString(messageMax));
        map.put("write.high", Integer.toString(writeHigh));
        map.put("write.low", Integer.toString(writeLow));
        map.put("idle.timeout", Durations.format(idleTimeout));
        map.put("message.timeout", Durations.format(messageTimeout));
        map.put("drain.timeout", Durations.format(drainTimeout));
        map.put("hold.timeout", Durations.format(holdTimeout));
        map.put("swap.timeout", Durations.format(swapTimeout));
        map.put("engine", engine.name().toLowerCase(java.util.Locale.ROOT));
        map.put("loops", Integer.toString(loops));
        return map;
    }
}
