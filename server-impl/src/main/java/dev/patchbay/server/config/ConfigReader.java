package dev.patchbay.server.config;

import dev.patchbay.server.config.ServerConfig.EngineChoice;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes a {@link ServerConfig} out of properties, and collects every fault on the way. */
public final class ConfigReader {

    /** What fits in {@code sun_path} besides the terminating zero (unix(7)). */
    public static final int PATH_MAX_BYTES = 107;

    private static final int MIB_1024 = 1 << 30;

    /** Keys that are not ours but come along with a configuration in OSGi. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "org.", "osgi.", "webconsole.");

    private static final Set<String> KEYS = Set.of(
            "socket.path",
            "socket.permissions",
            "socket.group",
            "socket.backlog",
            "socket.send.buffer",
            "socket.receive.buffer",
            "handler.target",
            "allow.uids",
            "allow.gids",
            "connections.max",
            "connections.max.per.uid",
            "accept.rate",
            "message.max",
            "write.high",
            "write.low",
            "idle.timeout",
            "drain.timeout",
            "hold.timeout",
            "swap.timeout",
            "engine",
            "loops");

    private final Map<String, ?> properties;
    private final List<String> faults = new ArrayList<>();

    private ConfigReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    /**
     * Reads a configuration.
     *
     * @param properties the properties; a key that is missing has its default
     * @param filters    makes a filter out of an LDAP search string (RFC 4515), or throws {@link IllegalArgumentException}
     * @throws InvalidConfigurationException if anything is wrong, with all that is
     */
    public static ServerConfig read(Map<String, ?> properties, Function<String, Predicate<Map<String, ?>>> filters)
            throws InvalidConfigurationException {
        ConfigReader reader = new ConfigReader(properties);
        ServerConfig config = reader.read(filters);
        if (!reader.faults.isEmpty()) {
            throw new InvalidConfigurationException(reader.faults);
        }
        return config;
    }

    /** Returns the keys that mean nothing here: misspelt ones, most likely. */
    public static Set<String> unknownKeys(Map<String, ?> properties) {
        return properties.keySet().stream()
                .filter(key -> !KEYS.contains(key) && !key.startsWith("."))
                .filter(key -> FOREIGN.stream().noneMatch(key::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ServerConfig read(Function<String, Predicate<Map<String, ?>>> filters) {
        String target = text("handler.target", "(handler.name=*)");
        int high = integer("write.high", 65_536, 1, MIB_1024);
        boolean highIsKnown = faults.isEmpty();
        int low = integer("write.low", Math.min(32_768, high / 2), 0, MIB_1024);
        if (highIsKnown && low >= high) {
            faults.add(
                    "write.low = " + low + ": is not below write.high = " + high + "; lower it, or raise write.high");
        }
        return new ServerConfig(
                socket(),
                integer("socket.send.buffer", 0, 0, MIB_1024),
                integer("socket.receive.buffer", 0, 0, MIB_1024),
                target,
                value("handler.target", "(handler.name=*)", filters),
                new Access(ids("allow.uids", Accounts::users), ids("allow.gids", Accounts::groups)),
                integer("connections.max", 0, 0, Integer.MAX_VALUE),
                integer("connections.max.per.uid", 0, 0, Integer.MAX_VALUE),
                integer("accept.rate", 0, 0, 1_000_000),
                integer("message.max", 1 << 20, 1, MIB_1024),
                high,
                low,
                duration("idle.timeout", "0"),
                duration("drain.timeout", "10s"),
                duration("hold.timeout", "30s"),
                duration("swap.timeout", "5s"),
                value("engine", "auto", ConfigReader::engine),
                integer("loops", 0, 0, 1024));
    }

    private SocketConfig socket() {
        return new SocketConfig(
                value("socket.path", "", ConfigReader::socketPath),
                permissions(),
                Optional.ofNullable(value("socket.group", "", Groups::find)),
                integer("socket.backlog", 4096, 1, 65_535));
    }

    private int permissions() {
        Integer mode = value("socket.permissions", "0600", ConfigReader::mode);
        return mode == null ? 0 : mode;
    }

    private Set<Long> ids(String key, Function<String, Set<Long>> parser) {
        Set<Long> ids = value(key, "", parser);
        return ids == null ? Set.of() : ids;
    }

    private Duration duration(String key, String byDefault) {
        return value(key, byDefault, Durations::parse);
    }

    private int integer(String key, int byDefault, int least, int most) {
        Integer number = value(key, Integer.toString(byDefault), text -> {
            String range = "a whole number from " + least + " to " + most;
            try {
                long parsed = Long.parseLong(text);
                if (parsed < least || parsed > most) {
                    throw new IllegalArgumentException("is out of range; write " + range);
                }
                return (int) parsed;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not a number; write " + range, e);
            }
        });
        return number == null ? byDefault : number;
    }

    /** Parses a value; notes a fault and returns null if it cannot. */
    private <T> T value(String key, String byDefault, Function<String, T> parser) {
        String text = text(key, byDefault);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            faults.add((text.isEmpty() ? key : key + " = " + text) + ": " + e.getMessage());
            return null;
        }
    }

    private String text(String key, String byDefault) {
        String text = flat(properties.get(key)).strip();
        return text.isEmpty() ? byDefault : text;
    }

    /** Configuration Admin allows arrays and collections for values; here they are lists with commas. */
    private static String flat(Object value) {
        if (value instanceof Object[] array) {
            return flat(Arrays.asList(array));
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return value == null ? "" : value.toString();
    }

    private static String socketPath(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "is missing; write the absolute path of the socket file, or @name, or systemd:NAME");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("has a control character in it; write a path without");
        }
        if (text.startsWith("systemd:")) {
            return inherited(text);
        }
        boolean isAbstract = text.startsWith("@");
        int bytes = text.getBytes(StandardCharsets.UTF_8).length - (isAbstract ? 1 : 0);
        if (bytes > PATH_MAX_BYTES) {
            throw new IllegalArgumentException("has " + bytes + " bytes" + (isAbstract ? " behind the @" : "")
                    + ", and the kernel allows " + PATH_MAX_BYTES + "; choose a shorter path");
        }
        if (isAbstract) {
            return abstractName(text);
        }
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() && path.normalize().getFileName() != null) {
                return notEndingInSpace(path.normalize().toString());
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
        throw new IllegalArgumentException(
                "is not the absolute path of a file; write one that begins with /, or @name, or systemd:NAME");
    }

    /** White space at the end of a value does not count, so a path that ends in it could not be written. */
    private static String notEndingInSpace(String path) {
        if (!path.equals(path.strip())) {
            throw new IllegalArgumentException("ends in white space; choose another path");
        }
        return path;
    }

    private static String inherited(String text) {
        if (!text.matches("systemd:[!-9;-~]([ -9;-~]{0,253}[!-9;-~])?")) {
            throw new IllegalArgumentException("does not name an inherited socket; write systemd: and the socket unit's"
                    + " FileDescriptorName, up to 255 ASCII characters without a colon");
        }
        return text;
    }

    private static String abstractName(String text) {
        if (text.length() == 1) {
            throw new IllegalArgumentException("has no name behind the @");
        }
        return text;
    }

    private static int mode(String text) {
        if (!text.matches("0?[0-7]{3}")) {
            throw new IllegalArgumentException("is not a file mode; write three octal digits, such as 0600 or 660");
        }
        return Integer.parseInt(text, 8);
    }

    private static EngineChoice engine(String text) {
        for (EngineChoice choice : EngineChoice.values()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        String known = Arrays.toString(EngineChoice.values()).toLowerCase(Locale.ROOT);
        throw new IllegalArgumentException("is not an engine; write one of " + known.substring(1, known.length() - 1));
    }
}
