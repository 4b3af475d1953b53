package dev.patchbay.server.config;

import dev.patchbay.server.config.ServerConfig.EngineChoice;
import java.nio.file.attribute.GroupPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a server's configuration. This is the one place that declares a key: {@link ConfigReader} reads what is
 * declared here, and the metatype, {@code CONFIGURATION.md} and the {@code ServerOptions} of the API are generated from it.
 *
 * <p>To add a key, declare it here and in {@link #all()}, give {@link ServerConfig} a component for it, and run the tests
 * of this package with {@code -Dpatchbay.generate=true}, which writes the generated files again.
 */
public final class Keys {

    private static final int GIB = 1 << 30;

    static final Key<String> SOCKET_PATH = new Key<>(
            "socket.path",
            "Socket path",
            ValueType.of("path", SocketPath::parse, text -> text),
            "",
            "Where the server listens: the absolute path of the socket file, at most 107 bytes long (the JDK's own client"
                    + " takes 106); or `@` and the name of an abstract socket, at most 107 bytes after the `@`, which only"
                    + " peer credentials protect; or `systemd:` and the `FileDescriptorName` of a socket that systemd"
                    + " passes to the process.");

    static final Key<Integer> SOCKET_PERMISSIONS = new Key<>(
            "socket.permissions",
            "Socket permissions",
            ValueType.checked("file mode", SocketMode::refuseNumber, SocketMode::parse, SocketMode::format),
            "0600",
            "Mode of the socket file, as text: three octal digits, such as `0660`, or letters, such as `rw-rw----`."
                    + " Has no effect on an abstract or inherited socket.");

    static final Key<Optional<GroupPrincipal>> SOCKET_GROUP = new Key<>(
            "socket.group",
            "Socket group",
            ValueType.of(
                    "group",
                    text -> Optional.ofNullable(Groups.find(text)),
                    group -> group.map(Groups::name).orElse("")),
            "",
            "Group of the socket file, by name or number. The user that runs the server has to be a member. Without"
                    + " it, the socket file has the group of the process or of the directory. Has no effect on an abstract"
                    + " or inherited socket.");

    static final Key<Integer> SOCKET_BACKLOG = new Key<>(
            "socket.backlog",
            "Backlog",
            ValueType.number("connections", 1, 65_535),
            "4096",
            "How many connections may wait to be accepted. The kernel caps it at `net.core.somaxconn`. A change takes"
                    + " effect the next time the socket is made. Has no effect on an inherited socket.");

    static final Key<Integer> SOCKET_SEND_BUFFER = new Key<>(
            "socket.send.buffer",
            "Send buffer",
            ValueType.number("bytes", 0, GIB),
            "0",
            "How many bytes the kernel may hold on their way to a client; `0` leaves it to the kernel. A change applies"
                    + " to new connections.");

    static final Key<Integer> SOCKET_RECEIVE_BUFFER = new Key<>(
            "socket.receive.buffer",
            "Receive buffer",
            ValueType.number("bytes", 0, GIB),
            "0",
            "How many bytes the kernel may hold on their way from a client; `0` leaves it to the kernel. A change"
                    + " applies to new connections.");

    static final Key<String> HANDLER = new Key<>(
            "handler",
            "Handler",
            ValueType.checked("handler name", HandlerFilter::refuseBoolean, text -> text, text -> text),
            "",
            "Name of the handler that serves: its `handler.name`. Short for the `handler.target` that selects handlers of"
                    + " this name, so set one of the two.");

    static final Key<String> HANDLER_TARGET = new Key<>(
            "handler.target",
            "Handler filter",
            ValueType.of("LDAP filter", text -> text, text -> text),
            "(handler.name=*)",
            "Filter over the service properties of handlers. Of the handlers that match, the one with the highest"
                    + " `service.ranking` serves; among equals, the oldest.");

    static final Key<Set<Long>> ALLOW_UIDS = new Key<>(
            "allow.uids",
            "Allowed users",
            ValueType.ids("list of users", Accounts::users),
            "",
            "Users that may connect, names or numbers, separated by commas. The kernel says who a client is. If neither"
                    + " `allow.uids` nor `allow.gids` is set, every user may connect; if either is, no one else may, not"
                    + " even root.");

    static final Key<Set<Long>> ALLOW_GIDS = new Key<>(
            "allow.gids",
            "Allowed groups",
            ValueType.ids("list of groups", Accounts::groups),
            "",
            "Groups whose members may connect, in addition to `allow.uids`; names or numbers, separated by commas. With"
                    + " Java 25 on Linux, supplementary groups count; elsewhere only the primary group does.");

    static final Key<Integer> CONNECTIONS_MAX = new Key<>(
            "connections.max",
            "Connections",
            ValueType.number("connections", 0, Integer.MAX_VALUE),
            "0",
            "How many connections may be live; the server refuses the next one. `0` means no limit.");

    static final Key<Integer> CONNECTIONS_MAX_PER_UID = new Key<>(
            "connections.max.per.uid",
            "Connections per user",
            ValueType.number("connections", 0, Integer.MAX_VALUE),
            "0",
            "How many connections of one user may be live; the server refuses the next one. `0` means no limit.");

    static final Key<Integer> ACCEPT_RATE = new Key<>(
            "accept.rate",
            "Accept rate",
            ValueType.number("connections per second", 0, 1_000_000),
            "0",
            "How many connections the server accepts per second, of which one second's worth may come at once. Others"
                    + " wait in the backlog. `0` means no limit.");

    static final Key<Integer> MESSAGE_MAX = new Key<>(
            "message.max",
            "Largest message",
            ValueType.number("bytes", 1, GIB),
            "1048576",
            "How many bytes a handler may leave unconsumed before the connection is closed.");

    static final Key<Integer> WRITE_HIGH = new Key<>(
            "write.high",
            "High watermark",
            ValueType.number("bytes", 1, GIB),
            "65536",
            "Bytes queued for a client above which the server stops reading from it and writers wait.");

    static final Key<Integer> WRITE_LOW = new Key<>(
            "write.low",
            "Low watermark",
            ValueType.number("bytes", 0, GIB),
            "32768",
            "Bytes queued for a client at which reading and writing resume. Has to be below `write.high`; if it is not"
                    + " set, it is at most half of `write.high`.");

    static final Key<Duration> IDLE_TIMEOUT = new Key<>(
            "idle.timeout",
            "Idle timeout",
            ValueType.duration(),
            "0",
            "How long a connection may go without a byte in either direction; `0` means no limit. Time in which the"
                    + " client waits for the handler, or input is paused or left unconsumed, does not count. A handler"
                    + " may set another limit for a connection.");

    static final Key<Duration> MESSAGE_TIMEOUT = new Key<>(
            "message.timeout",
            "Message timeout",
            ValueType.duration(),
            "0",
            "How long a message may stay incomplete, that is, how long the handler may leave input unconsumed, before"
                    + " the connection is closed; `0` means no limit. Time in which input is paused or an answer is still"
                    + " to come does not count.");

    static final Key<Duration> DRAIN_TIMEOUT = new Key<>(
            "drain.timeout",
            "Drain timeout",
            ValueType.duration(),
            "10s",
            "How long a stop waits for connections to finish. A connection has finished when nothing is under way and"
                    + " no byte has moved for 100 ms.");

    static final Key<Duration> HOLD_TIMEOUT = new Key<>(
            "hold.timeout",
            "Hold timeout",
            ValueType.duration(),
            "30s",
            "How long connections are held without a handler before they are closed.");

    static final Key<Duration> SWAP_TIMEOUT = new Key<>(
            "swap.timeout",
            "Swap timeout",
            ValueType.duration(),
            "5s",
            "How long a running call may delay a swap before it is interrupted and its connection closed.");

    static final Key<EngineChoice> ENGINE = new Key<>(
            "engine",
            "Engine",
            ValueType.choice("engine", EngineChoice.class),
            "auto",
            "How the server waits for its sockets. `epoll` needs Linux and Java 25; where it is not available, the start"
                    + " fails and says why. `portable` works everywhere. `auto` uses `epoll` where it is available. A"
                    + " handler that accepts descriptors from clients it does not trust needs `epoll`: junixsocket leaks"
                    + " descriptors after the sixtieth of a message.");

    static final Key<Integer> LOOPS = new Key<>(
            "loops",
            "Event loops",
            ValueType.number("event loops", 0, 1024),
            "0",
            "How many event loops serve connections; `0` means half as many as there are processors, and at least one.");

    private static final List<Key<?>> ALL = List.of(
            SOCKET_PATH,
            SOCKET_PERMISSIONS,
            SOCKET_GROUP,
            SOCKET_BACKLOG,
            SOCKET_SEND_BUFFER,
            SOCKET_RECEIVE_BUFFER,
            HANDLER,
            HANDLER_TARGET,
            ALLOW_UIDS,
            ALLOW_GIDS,
            CONNECTIONS_MAX,
            CONNECTIONS_MAX_PER_UID,
            ACCEPT_RATE,
            MESSAGE_MAX,
            WRITE_HIGH,
            WRITE_LOW,
            IDLE_TIMEOUT,
            MESSAGE_TIMEOUT,
            DRAIN_TIMEOUT,
            HOLD_TIMEOUT,
            SWAP_TIMEOUT,
            ENGINE,
            LOOPS);

    private Keys() {}

    /** Returns all keys, in the order in which people read them. */
    public static List<Key<?>> all() {
        return ALL;
    }
}
