package dev.patchbay.api.embed;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Values for the keys of a server's configuration, one method for each key: {@code new
 * ServerOptions().idleTimeout(Duration.ofMinutes(5)).messageMax(65_536)}. Immutable: each method returns other options, in
 * which one more key is set. A value that is out of range is refused by {@link ServerBuilder#start} and {@link
 * Server#configure(ServerOptions)}, whose message names the key, the value and what to write.
 *
 * <p>What is said below about the form of a value is about its form in a configuration file. This class is generated from
 * the keys that {@code patchbay-server} declares, and a test of it holds them together.
 */
public final class ServerOptions {

    private final Map<String, Object> values;

    /** Creates options of which none is set. */
    public ServerOptions() {
        this(Map.of());
    }

    private ServerOptions(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * {@code socket.path}: Where the server listens: the absolute path of the socket file, at most 107 bytes long
     * (the JDK's own client takes 106); or {@code @} and the name of an abstract socket, at most 107 bytes after the
     * {@code @}, which only peer credentials protect; or {@code systemd:} and the {@code FileDescriptorName} of a
     * socket that systemd passes to the process.
     *
     * @param value an absolute path, {@code @NAME} or {@code systemd:NAME}
     * @return these options, with {@code socket.path} set
     */
    public ServerOptions socketPath(String value) {
        return with("socket.path", value);
    }

    /**
     * {@code socket.permissions}: Mode of the socket file, as text: three octal digits, such as {@code 0660}, or
     * letters, such as {@code rw-rw----}. Has no effect on an abstract or inherited socket. The default is {@code
     * 0600}.
     *
     * @param value the permissions; those who may write to the file may connect
     * @return these options, with {@code socket.permissions} set
     */
    public ServerOptions socketPermissions(Set<PosixFilePermission> value) {
        return with("socket.permissions", PosixFilePermissions.toString(value));
    }

    /**
     * {@code socket.group}: Group of the socket file, by name or number. The user that runs the server has to be a
     * member. Without it, the socket file has the group of the process or of the directory. Has no effect on an
     * abstract or inherited socket.
     *
     * @param value the name of the group, or its number as text
     * @return these options, with {@code socket.group} set
     */
    public ServerOptions socketGroup(String value) {
        return with("socket.group", value);
    }

    /**
     * {@code socket.backlog}: How many connections may wait to be accepted. The kernel caps it at {@code
     * net.core.somaxconn}. A change takes effect the next time the socket is made. Has no effect on an inherited
     * socket. The default is {@code 4096}.
     *
     * @param value the number of connections, from {@code 1} to {@code 65535}
     * @return these options, with {@code socket.backlog} set
     */
    public ServerOptions socketBacklog(int value) {
        return with("socket.backlog", value);
    }

    /**
     * {@code socket.send.buffer}: How many bytes the kernel may hold on their way to a client; {@code 0} leaves it to
     * the kernel. A change applies to new connections. The default is {@code 0}.
     *
     * @param value the number of bytes, from {@code 0} to {@code 1073741824}
     * @return these options, with {@code socket.send.buffer} set
     */
    public ServerOptions socketSendBuffer(int value) {
        return with("socket.send.buffer", value);
    }

    /**
     * {@code socket.receive.buffer}: How many bytes the kernel may hold on their way from a client; {@code 0} leaves
     * it to the kernel. A change applies to new connections. The default is {@code 0}.
     *
     * @param value the number of bytes, from {@code 0} to {@code 1073741824}
     * @return these options, with {@code socket.receive.buffer} set
     */
    public ServerOptions socketReceiveBuffer(int value) {
        return with("socket.receive.buffer", value);
    }

    /**
     * {@code handler}: Name of the handler that serves: its {@code handler.name}. Short for the {@code
     * handler.target} that selects handlers of this name, so set one of the two.
     *
     * @param value the name, such as {@code echo}
     * @return these options, with {@code handler} set
     */
    public ServerOptions handler(String value) {
        return with("handler", value);
    }

    /**
     * {@code handler.target}: Filter over the service properties of handlers. Of the handlers that match, the one
     * with the highest {@code service.ranking} serves; among equals, the oldest. The default is {@code
     * (handler.name=*)}.
     *
     * @param value the filter, such as {@code (handler.name=echo)}
     * @return these options, with {@code handler.target} set
     */
    public ServerOptions handlerTarget(String value) {
        return with("handler.target", value);
    }

    /**
     * {@code allow.uids}: Users that may connect, names or numbers, separated by commas. The kernel says who a client
     * is. If neither {@code allow.uids} nor {@code allow.gids} is set, every user may connect; if either is, no one
     * else may, not even root.
     *
     * @param value names or numbers, at least one
     * @return these options, with {@code allow.uids} set
     */
    public ServerOptions allowUids(Collection<String> value) {
        return withNames("allow.uids", value);
    }

    /**
     * {@code allow.gids}: Groups whose members may connect, in addition to {@code allow.uids}; names or numbers,
     * separated by commas. With Java 25 on Linux, supplementary groups count; elsewhere only the primary group does.
     *
     * @param value names or numbers, at least one
     * @return these options, with {@code allow.gids} set
     */
    public ServerOptions allowGids(Collection<String> value) {
        return withNames("allow.gids", value);
    }

    /**
     * {@code connections.max}: How many connections may be live; the server refuses the next one. {@code 0} means no
     * limit. The default is {@code 0}.
     *
     * @param value the number of connections, from {@code 0} to {@code 2147483647}
     * @return these options, with {@code connections.max} set
     */
    public ServerOptions connectionsMax(int value) {
        return with("connections.max", value);
    }

    /**
     * {@code connections.max.per.uid}: How many connections of one user may be live; the server refuses the next one.
     * {@code 0} means no limit. The default is {@code 0}.
     *
     * @param value the number of connections, from {@code 0} to {@code 2147483647}
     * @return these options, with {@code connections.max.per.uid} set
     */
    public ServerOptions connectionsMaxPerUid(int value) {
        return with("connections.max.per.uid", value);
    }

    /**
     * {@code accept.rate}: How many connections the server accepts per second, of which one second's worth may come
     * at once. Others wait in the backlog. {@code 0} means no limit. The default is {@code 0}.
     *
     * @param value the number of connections per second, from {@code 0} to {@code 1000000}
     * @return these options, with {@code accept.rate} set
     */
    public ServerOptions acceptRate(int value) {
        return with("accept.rate", value);
    }

    /**
     * {@code message.max}: How many bytes a handler may leave unconsumed before the connection is closed. The default
     * is {@code 1048576}.
     *
     * @param value the number of bytes, from {@code 1} to {@code 1073741824}
     * @return these options, with {@code message.max} set
     */
    public ServerOptions messageMax(int value) {
        return with("message.max", value);
    }

    /**
     * {@code write.high}: Bytes queued for a client above which the server stops reading from it and writers wait.
     * The default is {@code 65536}.
     *
     * @param value the number of bytes, from {@code 1} to {@code 1073741824}
     * @return these options, with {@code write.high} set
     */
    public ServerOptions writeHigh(int value) {
        return with("write.high", value);
    }

    /**
     * {@code write.low}: Bytes queued for a client at which reading and writing resume. Has to be below {@code
     * write.high}; if it is not set, it is at most half of {@code write.high}. The default is {@code 32768}.
     *
     * @param value the number of bytes, from {@code 0} to {@code 1073741824}
     * @return these options, with {@code write.low} set
     */
    public ServerOptions writeLow(int value) {
        return with("write.low", value);
    }

    /**
     * {@code idle.timeout}: How long a connection may go without a byte in either direction; {@code 0} means no
     * limit. Time in which the client waits for the handler, or input is paused or left unconsumed, does not count. A
     * handler may set another limit for a connection. The default is {@code 0}.
     *
     * @param value from {@code 0} to {@code 365d}, in whole milliseconds
     * @return these options, with {@code idle.timeout} set
     */
    public ServerOptions idleTimeout(Duration value) {
        return with("idle.timeout", value);
    }

    /**
     * {@code message.timeout}: How long a message may stay incomplete, that is, how long the handler may leave input
     * unconsumed, before the connection is closed; {@code 0} means no limit. Time in which input is paused or an
     * answer is still to come does not count. The default is {@code 0}.
     *
     * @param value from {@code 0} to {@code 365d}, in whole milliseconds
     * @return these options, with {@code message.timeout} set
     */
    public ServerOptions messageTimeout(Duration value) {
        return with("message.timeout", value);
    }

    /**
     * {@code drain.timeout}: How long a stop waits for connections to finish. A connection has finished when nothing
     * is under way and no byte has moved for 100 ms. The default is {@code 10s}.
     *
     * @param value from {@code 0} to {@code 365d}, in whole milliseconds
     * @return these options, with {@code drain.timeout} set
     */
    public ServerOptions drainTimeout(Duration value) {
        return with("drain.timeout", value);
    }

    /**
     * {@code hold.timeout}: How long connections are held without a handler before they are closed. The default is
     * {@code 30s}.
     *
     * @param value from {@code 0} to {@code 365d}, in whole milliseconds
     * @return these options, with {@code hold.timeout} set
     */
    public ServerOptions holdTimeout(Duration value) {
        return with("hold.timeout", value);
    }

    /**
     * {@code swap.timeout}: How long a running call may delay a swap before it is interrupted and its connection
     * closed. The default is {@code 5s}.
     *
     * @param value from {@code 0} to {@code 365d}, in whole milliseconds
     * @return these options, with {@code swap.timeout} set
     */
    public ServerOptions swapTimeout(Duration value) {
        return with("swap.timeout", value);
    }

    /**
     * {@code engine}: How the server waits for its sockets. {@code epoll} needs Linux and Java 25; where it is not
     * available, the start fails and says why. {@code portable} works everywhere. {@code auto} uses {@code epoll}
     * where it is available. A handler that accepts descriptors from clients it does not trust needs {@code epoll}:
     * junixsocket leaks descriptors after the sixtieth of a message. The default is {@code auto}.
     *
     * @param value one of {@code auto}, {@code epoll}, {@code portable}
     * @return these options, with {@code engine} set
     */
    public ServerOptions engine(String value) {
        return with("engine", value);
    }

    /**
     * {@code loops}: How many event loops serve connections; {@code 0} means half as many as there are processors,
     * and at least one. The default is {@code 0}.
     *
     * @param value the number of event loops, from {@code 0} to {@code 1024}
     * @return these options, with {@code loops} set
     */
    public ServerOptions loops(int value) {
        return with("loops", value);
    }

    /** {@return the keys that are set, with their values} The map does not change. */
    public Map<String, Object> toMap() {
        return values;
    }

    private ServerOptions with(String key, Object value) {
        Map<String, Object> more = new HashMap<>(values);
        more.put(key, Objects.requireNonNull(value, key));
        return new ServerOptions(Map.copyOf(more));
    }

    private ServerOptions withNames(String key, Collection<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    key + ": is empty, which would not restrict anything; name at least one, or do not set it");
        }
        return with(key, String.join(",", names));
    }
}
