package dev.patchbay.server.control;

import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.Keys;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.events.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a configuration has changed, and what is wrong with it. May be used by any thread. */
final class ConfigChanges {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedServer.class);

    private ConfigChanges() {}

    /**
     * Returns the keys whose values differ, as {@code idle.timeout 5m -> 10m, loops 1 -> 2}. Without a configuration before, returns
     * the keys that do not have their default.
     *
     * @param before the configuration before; null if there was none
     */
    static String between(ServerConfig before, ServerConfig after) {
        Map<String, String> old = before == null ? Map.of() : before.toMap();
        List<String> changes = new ArrayList<>();
        after.toMap().forEach((key, value) -> {
            if (before == null) {
                if (!value.equals(byDefault(key))) {
                    changes.add(key + " = " + shown(value));
                }
            } else if (!value.equals(old.get(key))) {
                changes.add(key + " " + shown(old.get(key)) + " -> " + shown(value));
            }
        });
        if (changes.isEmpty()) {
            return before == null
                    ? "configured, all values by default"
                    : "configuration applied again, nothing changed";
        }
        return (before == null ? "configured with " : "") + String.join(", ", changes);
    }

    /** Warns of keys that have no effect on a socket that was inherited. */
    static void warnOfVainKeys(String name, ServerConfig config, Map<String, ?> properties) {
        if (config.socket().isInherited()) {
            List<String> vain = Stream.of("socket.permissions", "socket.group", "socket.backlog")
                    .filter(properties::containsKey)
                    .toList();
            if (!vain.isEmpty()) {
                LOG.warn(
                        "server {}: {} have no effect on an inherited socket; the socket unit decides",
                        Printable.text(name),
                        vain);
            }
        }
    }

    /** Returns what is wrong with a configuration; empty if it is valid. */
    static List<String> faults(Map<String, ?> properties, Function<String, Predicate<Map<String, ?>>> filters) {
        try {
            ConfigReader.read(properties, filters);
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.faults();
        }
    }

    private static String byDefault(String key) {
        return Keys.all().stream()
                .filter(known -> known.name().equals(key))
                .findFirst()
                .orElseThrow()
                .byDefault();
    }

    private static String shown(String value) {
        return value == null || value.isEmpty() ? "(none)" : Printable.text(value);
    }
}
