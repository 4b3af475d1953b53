package dev.patchbay.handler.json.config;

import dev.patchbay.api.Durations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads and validates {@link Settings}. It reports every fault at once, not only the first one. */
public final class SettingsReader {

    private static final int GREATEST = 1 << 30;

    /** The binding of nested values recurses, so a greater depth could overflow the stack. */
    private static final int DEEPEST = 1_000;

    /** Prefixes of keys that OSGi and configuration tools add. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "org.", "osgi.", "webconsole.", "handler.", ".");

    private final Map<String, ?> properties;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    private SettingsReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    /**
     * Reads settings from the properties of a configuration.
     *
     * @param properties the properties; a missing key has its default, and an {@link #unknownKeys unknown} key is
     *         ignored
     * @throws InvalidSettingsException if any value is invalid
     */
    public static Settings read(Map<String, ?> properties) throws InvalidSettingsException {
        SettingsReader reader = new SettingsReader(properties);
        Settings settings = reader.read();
        if (!reader.faults.isEmpty()) {
            throw new InvalidSettingsException(reader.faults);
        }
        return settings;
    }

    /** Returns the keys that the handler does not have, sorted. Such a key is often a misspelled one. */
    public static Set<String> unknownKeys(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(properties);
        reader.read();
        return properties.keySet().stream()
                .filter(key -> !reader.keys.contains(key) && FOREIGN.stream().noneMatch(key::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Settings read() {
        Settings defaultValue = Settings.DEFAULTS;
        return new Settings(
                integer("message.max", defaultValue.messageMax(), 64, GREATEST),
                integer("depth.max", defaultValue.depthMax(), 1, DEEPEST),
                integer("number.max", defaultValue.numberMax(), 20, GREATEST),
                integer("batch.max", defaultValue.batchMax(), 1, GREATEST),
                integer("in.flight.max", defaultValue.inFlightMax(), 1, GREATEST),
                integer("answers.max", defaultValue.answersMax(), 1_000, GREATEST),
                value("in.order", defaultValue.inOrder(), SettingsReader::flag),
                value("unregister.timeout", defaultValue.unregisterTimeout(), Durations::parse),
                integer("threads.max", defaultValue.threadsMax(), 1, 100_000));
    }

    private int integer(String key, int defaultValue, int min, int max) {
        return value(key, defaultValue, text -> {
            String range = "a whole number from " + min + " to " + max;
            try {
                long parsed = Long.parseLong(text);
                if (parsed < min || parsed > max) {
                    throw new IllegalArgumentException("is out of range; write " + range);
                }
                return (int) parsed;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not a number; write " + range, e);
            }
        });
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("is neither true nor false; write true or false");
        }
        return Boolean.parseBoolean(text);
    }

    private <T> T value(String key, T defaultValue, Function<String, T> parser) {
        keys.add(key);
        Object given = properties.get(key);
        if (given == null || given.toString().isBlank()) {
            return defaultValue;
        }
        try {
            return parser.apply(given.toString().trim());
        } catch (IllegalArgumentException e) {
            faults.add(key + " = " + given + ": " + e.getMessage());
            return defaultValue;
        }
    }
}
