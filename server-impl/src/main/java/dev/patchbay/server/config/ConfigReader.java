package dev.patchbay.server.config;

import dev.patchbay.server.events.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads a {@link ServerConfig} from properties, collecting every fault on the way. */
public final class ConfigReader {

    /** The low watermark of a configuration that sets neither is also half the high one. */
    private static final int LOW_PART = 2;

    private final Map<String, ?> properties;
    private final List<String> faults = new ArrayList<>();

    private ConfigReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    /**
     * Reads a configuration. May be called from any thread; may wait for a directory service, to look up users and groups.
     *
     * @param properties the properties; a key that is missing has its default
     * @param filters    parses an LDAP search filter (RFC 4515), or throws {@link IllegalArgumentException}
     * @throws InvalidConfigurationException if anything is wrong; names every fault
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

    private ServerConfig read(Function<String, Predicate<Map<String, ?>>> filters) {
        for (String key : UnknownKeys.of(properties)) {
            faults.add(Printable.text(key) + ": is not a key of a server; the nearest is " + UnknownKeys.nearest(key));
        }
        Integer high = value(Keys.WRITE_HIGH);
        String handler = value(Keys.HANDLER);
        String target = handlerTarget(handler);
        return new ServerConfig(
                socket(),
                number(Keys.SOCKET_SEND_BUFFER),
                number(Keys.SOCKET_RECEIVE_BUFFER),
                handler,
                target,
                target == null ? null : parsed(Keys.HANDLER_TARGET, target, filters),
                new Access(ids(Keys.ALLOW_UIDS), ids(Keys.ALLOW_GIDS)),
                number(Keys.CONNECTIONS_MAX),
                number(Keys.CONNECTIONS_MAX_PER_UID),
                number(Keys.ACCEPT_RATE),
                number(Keys.MESSAGE_MAX),
                high == null ? 0 : high,
                writeLow(high),
                value(Keys.IDLE_TIMEOUT),
                value(Keys.MESSAGE_TIMEOUT),
                value(Keys.DRAIN_TIMEOUT),
                value(Keys.HOLD_TIMEOUT),
                value(Keys.SWAP_TIMEOUT),
                value(Keys.ENGINE),
                number(Keys.LOOPS));
    }

    /** Reads the filter, which the name of a handler may stand for; returns null if either cannot be read, or both differ. */
    private String handlerTarget(String handler) {
        String filter = value(Keys.HANDLER_TARGET);
        if (handler == null || filter == null) {
            return null;
        }
        return parsed(Keys.HANDLER, handler, name -> HandlerFilter.of(name, filter));
    }

    private SocketConfig socket() {
        return new SocketConfig(
                value(Keys.SOCKET_PATH),
                number(Keys.SOCKET_PERMISSIONS),
                value(Keys.SOCKET_GROUP),
                number(Keys.SOCKET_BACKLOG));
    }

    /** Reads the low watermark, and compares it with the high one unless that is null, because it cannot be read. */
    private int writeLow(Integer high) {
        Key<Integer> key = Keys.WRITE_LOW;
        int byDefault = Integer.parseInt(key.byDefault());
        Integer low = value(key, Integer.toString(high == null ? byDefault : Math.min(byDefault, high / LOW_PART)));
        if (low == null) {
            return 0;
        }
        if (high != null && low >= high) {
            faults.add(key + " = " + low + ": is not below " + Keys.WRITE_HIGH + " = " + high + "; lower it, or raise "
                    + Keys.WRITE_HIGH);
        }
        return low;
    }

    private int number(Key<Integer> key) {
        Integer number = value(key);
        return number == null ? 0 : number;
    }

    private Set<Long> ids(Key<Set<Long>> key) {
        Set<Long> ids = value(key);
        return ids == null ? Set.of() : ids;
    }

    private <T> T value(Key<T> key) {
        return value(key, key.byDefault());
    }

    /** Reads the value of a key. If that is not possible, notes a fault and returns null. */
    private <T> T value(Key<T> key, String byDefault) {
        ValueType<T> type = key.valueType();
        Object value = properties.get(key.name());
        String text;
        try {
            text = type.text.apply(value);
        } catch (IllegalArgumentException e) {
            faults.add(key + ": " + Printable.message(e));
            return null;
        }
        return parsed(key, text.isEmpty() ? byDefault : text, written -> {
            type.check.accept(value);
            return type.parser.apply(written);
        });
    }

    private <T> T parsed(Key<?> key, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            faults.add(
                    (text.isEmpty() ? key.name() : key + " = " + Printable.text(text)) + ": " + Printable.message(e));
            return null;
        }
    }
}
