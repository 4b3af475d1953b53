package dev.patchbay.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of a server's configuration, for tools that show and edit them. {@code ConfigReader} reads them. */
@ObjectClassDefinition(
        name = "Patchbay server",
        description = "A server on a Unix domain socket. Durations are written 500ms, 10s, 5m, 1h30m, 1d.")
public @interface ServerConfiguration {

    /** Key {@code socket.path}. */
    @AttributeDefinition(
            name = "Socket path",
            description = "Absolute path of the socket file, at most 107 bytes; or @name for an abstract socket; or "
                    + "systemd:NAME for an inherited one.")
    String socket_path();

    /** Key {@code socket.permissions}. */
    @AttributeDefinition(
            name = "Socket permissions",
            description = "Mode of the socket file as text: three octal digits, or letters such as rw-rw----.")
    String socket_permissions() default "0600";

    /** Key {@code socket.group}. */
    @AttributeDefinition(
            name = "Socket group",
            description = "Group of the socket file, by name or number; that of the process or the directory if empty.",
            required = false)
    String socket_group() default "";

    /** Key {@code socket.backlog}. */
    @AttributeDefinition(
            name = "Backlog",
            description = "Connections that may wait to be accepted; holds from the next time that the socket is made.",
            type = AttributeType.INTEGER,
            min = "1",
            max = "65535")
    String socket_backlog() default "4096";

    /** Key {@code socket.send.buffer}. */
    @AttributeDefinition(
            name = "Send buffer",
            description = "Bytes that the kernel may hold on the way to a client; 0 for its own choice.",
            type = AttributeType.INTEGER,
            min = "0",
            max = "1073741824")
    String socket_send_buffer() default "0";

    /** Key {@code socket.receive.buffer}. */
    @AttributeDefinition(
            name = "Receive buffer",
            description = "Bytes that the kernel may hold on the way from a client; 0 for its own choice.",
            type = AttributeType.INTEGER,
            min = "0",
            max = "1073741824")
    String socket_receive_buffer() default "0";

    /** Key {@code handler.target}. */
    @AttributeDefinition(
            name = "Handler filter",
            description = "LDAP filter over the service properties of handlers; of those that match, the highest "
                    + "service.ranking serves, then the oldest.")
    String handler_target() default "(handler.name=*)";

    /** Key {@code allow.uids}. */
    @AttributeDefinition(
            name = "Allowed users",
            description = "Users that may connect, names or numbers with commas between them; empty for all.")
    String allow_uids() default "";

    /** Key {@code allow.gids}. */
    @AttributeDefinition(name = "Allowed groups", description = "Groups whose members may connect, too; empty for all.")
    String allow_gids() default "";

    /** Key {@code connections.max}. */
    @AttributeDefinition(
            name = "Connections",
            description = "Live connections; the next one is refused. 0 for no limit.",
            type = AttributeType.INTEGER,
            min = "0",
            max = "2147483647")
    String connections_max() default "0";

    /** Key {@code connections.max.per.uid}. */
    @AttributeDefinition(
            name = "Connections of one user",
            description = "The same for one user.",
            type = AttributeType.INTEGER,
            min = "0",
            max = "2147483647")
    String connections_max_per_uid() default "0";

    /** Key {@code accept.rate}. */
    @AttributeDefinition(
            name = "Accept rate",
            description = "New connections a second; the rest wait in the backlog. 0 for no limit.",
            type = AttributeType.INTEGER,
            min = "0",
            max = "1000000")
    String accept_rate() default "0";

    /** Key {@code message.max}. */
    @AttributeDefinition(
            name = "Largest message",
            description = "Bytes that a handler may leave unconsumed before the connection is closed.",
            type = AttributeType.INTEGER,
            min = "1",
            max = "1073741824")
    String message_max() default "1048576";

    /** Key {@code write.high}. */
    @AttributeDefinition(
            name = "High watermark",
            description = "Bytes that wait to be sent, above which nothing more is read and writers wait.",
            type = AttributeType.INTEGER,
            min = "1",
            max = "1073741824")
    String write_high() default "65536";

    /** Key {@code write.low}. */
    @AttributeDefinition(
            name = "Low watermark",
            description = "Bytes that wait to be sent, at which reading and writing go on.",
            type = AttributeType.INTEGER,
            min = "0",
            max = "1073741824")
    String write_low() default "32768";

    /** Key {@code idle.timeout}. */
    @AttributeDefinition(
            name = "Idle timeout",
            description = "How long a connection may be without a byte in either direction; 0 for no limit.")
    String idle_timeout() default "0";

    /** Key {@code message.timeout}. */
    @AttributeDefinition(
            name = "Message timeout",
            description = "How long a message may stay incomplete before the connection is closed; 0 for no limit.")
    String message_timeout() default "0";

    /** Key {@code drain.timeout}. */
    @AttributeDefinition(name = "Drain timeout", description = "How long a stop waits for connections to finish.")
    String drain_timeout() default "10s";

    /** Key {@code hold.timeout}. */
    @AttributeDefinition(name = "Hold timeout", description = "How long connections are held without a handler.")
    String hold_timeout() default "30s";

    /** Key {@code swap.timeout}. */
    @AttributeDefinition(name = "Swap timeout", description = "How long a running call may delay a swap.")
    String swap_timeout() default "5s";

    /** Key {@code engine}. */
    @AttributeDefinition(
            name = "Engine",
            description = "How sockets are waited for: epoll needs Linux and Java 25.",
            options = {
                @Option(label = "Automatic", value = "auto"),
                @Option(label = "Linux epoll", value = "epoll"),
                @Option(label = "Portable", value = "portable")
            })
    String engine() default "auto";

    /** Key {@code loops}. */
    @AttributeDefinition(
            name = "Event loops",
            description = "Number of event loops; 0 for half the processors.",
            type = AttributeType.INTEGER,
            min = "0",
            max = "1024")
    String loops() default "0";
}
