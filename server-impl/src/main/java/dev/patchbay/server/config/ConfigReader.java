package dev.patchbay.server.config;

import dev.patchbay.api.Durations;
import dev.patchbay.server.config.ServerConfig.EngineChoice;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes a {@link ServerConfig} out of properties, and collects every fault on the way. */
public final class ConfigReader {

    /** What fits in {@code sun_path} besides the terminating zero (unix(7)). */
    public static final int PATH_MAX_BYTES = 107;

    private static final int MIB_1024 = 1 << 30;

    private static final String ANY_HANDLER = "(handler.name=*)";

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

    /** Returns the keys that mean nothing here: misspelt ones, most likely. {@link #read} refuses them. */
    static Set<String> unknownKeys(Map<String, ?> properties) {
        return properties.keySet().stream()
                .map(String::valueOf)
                .filter(Keys::isUnknown)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ServerConfig read(Function<String, Predicate<Map<String, ?>>> filters) {
        for (String key : unknownKeys(properties)) {
            faults.add(key + ": is not a key of a server; the nearest is " + Keys.nearest(key));
        }
        int before = faults.size();
        int high = integer("write.high", 65_536, 1, MIB_1024);
        boolean highIsKnown = faults.size() == before;
        int low = integer("write.low", Math.min(32_768, high / 2), 0, MIB_1024);
        if (highIsKnown && low >= high) {
            faults.add(
                    "write.low = " + low + ": is not below write.high = " + high + "; lower it, or raise write.high");
        }
        String target = value("handler.target", ANY_HANDLER, text -> text);
        return new ServerConfig(
                socket(),
                integer("socket.send.buffer", 0, 0, MIB_1024),
                integer("socket.receive.buffer", 0, 0, MIB_1024),
                target,
                target == null ? null : value("handler.target", ANY_HANDLER, filters),
                new Access(ids("allow.uids", Accounts::users), ids("allow.gids", Accounts::groups)),
                integer("connections.max", 0, 0, Integer.MAX_VALUE),
                integer("connections.max.per.uid", 0, 0, Integer.MAX_VALUE),
                integer("accept.rate", 0, 0, 1_000_000),
                integer("message.max", 1 << 20, 1, MIB_1024),
                high,
                low,
                duration("idle.timeout", "0"),
                duration("message.timeout", "0"),
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
        Integer mode = value("socket.permissions", "0600", SocketMode::refuseNumber, SocketMode::parse);
        return mode == null ? 0 : mode;
    }

    private Set<Long> ids(String key, Function<String, Set<Long>> parser) {
        try {
            String list = Values.list(properties.get(key));
            Set<Long> ids = parsed(key, list, parser);
            return ids == null ? Set.of() : ids;
        } catch (IllegalArgumentException e) {
            faults.add(key + ": " + e.getMessage());
            return Set.of();
        }
    }

    private Duration duration(String key, String byDefault) {
        return value(key, byDefault, Durations::parse);
    }

    private int integer(String key, int byDefault, int least, int most) {
        Integer number = value(key, Integer.toString(byDefault), text -> {
            String range = "a whole number from " + least + " to " + most;
            // Long.parseLong would take a plus sign, and the digits of every script.
            if (!text.matches("-?[0-9]+")) {
                throw new IllegalArgumentException("is not a whole number; write " + range);
            }
            BigInteger exact = new BigInteger(text);
            if (exact.compareTo(BigInteger.valueOf(least)) < 0 || exact.compareTo(BigInteger.valueOf(most)) > 0) {
                throw new IllegalArgumentException("is out of range; write " + range);
            }
            return exact.intValue();
        });
        return number == null ? byDefault : number;
    }

    private <T> T value(String key, String byDefault, Function<String, T> parser) {
        return value(key, byDefault, anything -> {}, parser);
    }

    /** Parses a single value that the check lets through; notes a fault and returns null if it cannot. */
    private <T> T value(String key, String byDefault, Consumer<Object> check, Function<String, T> parser) {
        Object single;
        try {
            single = Values.single(properties.get(key));
        } catch (IllegalArgumentException e) {
            faults.add(key + ": " + e.getMessage());
            return null;
        }
        String text = Values.text(single);
        return parsed(key, text.isEmpty() ? byDefault : text, written -> {
            check.accept(single);
            return parser.apply(written);
        });
    }

    private <T> T parsed(String key, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            faults.add((text.isEmpty() ? key : key + " = " + text) + ": " + e.getMessage());
            return null;
        }
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
