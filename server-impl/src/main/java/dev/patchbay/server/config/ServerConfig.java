package dev.patchbay.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The configuration of one server. The keys and their meaning stand in the README and, as metatype, in {@code
 * ServerConfiguration}.
 *
 * @param socket        {@code socket.*}: the socket to listen at
 * @param handlerTarget {@code handler.target}: the filter as it was written
 * @param handlerFilter the same, ready to be asked with a handler's service properties
 * @param messageMax    {@code message.max}: bytes that a handler may leave unconsumed
 * @param writeHigh     {@code write.high}: bytes queued above which reading stops and writers wait
 * @param writeLow      {@code write.low}: bytes queued at which they go on
 * @param drainTimeout  {@code drain.timeout}: how long a stop waits for connections to finish
 * @param holdTimeout   {@code hold.timeout}: how long connections are held without a handler
 * @param swapTimeout   {@code swap.timeout}: how long a running call may delay a swap
 * @param engine        {@code engine}: the poller
 * @param loops         {@code loops}: event loops, 0 for half the processors
 */
public record ServerConfig(
        SocketConfig socket,
        String handlerTarget,
        Predicate<Map<String, ?>> handlerFilter,
        int messageMax,
        int writeHigh,
        int writeLow,
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
        socket.group().ifPresent(group -> map.put("socket.group", group.getName()));
        map.put("socket.backlog", Integer.toString(socket.backlog()));
        map.put("handler.target", handlerTarget);
        map.put("message.max", Integer.toString(messageMax));
        map.put("write.high", Integer.toString(writeHigh));
        map.put("write.low", Integer.toString(writeLow));
        map.put("drain.timeout", Durations.format(drainTimeout));
        map.put("hold.timeout", Durations.format(holdTimeout));
        map.put("swap.timeout", Durations.format(swapTimeout));
        map.put("engine", engine.name().toLowerCase(java.util.Locale.ROOT));
        map.put("loops", Integer.toString(loops));
        return map;
    }
}
