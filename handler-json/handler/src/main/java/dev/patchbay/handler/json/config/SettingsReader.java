package dev.patchbay.handler.json.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes {@link Settings} out of properties, and collects every fault on the way. */
public final class SettingsReader {

    private static final int LARGEST = 1 << 30;

    /** Jackson's parser recurses for nested values while it binds them. */
    private static final int DEEPEST = 1_000;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    /** What OSGi and those who bring configurations add to them. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "org.", "osgi.", "webconsole.", "handler.", ".");

    private final Map<String, ?> properties;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    private SettingsReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    /**
     * Reads settings.
     *
     * @param properties the properties; a key that is missing has its default, one that is {@link #unknownKeys unknown}
     *                   means nothing
     * @throws InvalidSettingsException if anything is wrong, with all that is
     */
    public static Settings read(Map<String, ?> properties) throws InvalidSettingsException {
        SettingsReader reader = new SettingsReader(properties);
        Settings settings = reader.read();
        if (!reader.faults.isEmpty()) {
            throw new InvalidSettingsException(reader.faults);
        }
        return settings;
    }

    /** Returns the keys that mean nothing, sorted: somebody has mistyped one, say. */
    public static Set<String> unknownKeys(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(properties);
        reader.read();
        return properties.keySet().stream()
                .filter(key -> !reader.keys.contains(key) && FOREIGN.stream().noneMatch(key::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Settings read() {
        Settings byDefault = Settings.DEFAULTS;
        return new Settings(
                integer("message.max", byDefault.messageMax(), 64, LARGEST),
                integer("depth.max", byDefault.depthMax(), 1, DEEPEST),
                integer("number.max", byDefault.numberMax(), 20, LARGEST),
                integer("batch.max", byDefault.batchMax(), 1, LARGEST),
                integer("in.flight.max", byDefault.inFlightMax(), 1, LARGEST),
                value("in.order", byDefault.inOrder(), SettingsReader::flag),
                value("unregister.timeout", byDefault.unregisterTimeout(), SettingsReader::duration),
                integer("threads.max", byDefault.threadsMax(), 1, 100_000));
    }

    private int integer(String key, int byDefault, int least, int most) {
        return value(key, byDefault, text -> {
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
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("is neither true nor false");
        }
        return Boolean.parseBoolean(text);
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is not a duration; write 500ms, 10s, 5m or 1h");
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private <T> T value(String key, T byDefault, Function<String, T> parser) {
        keys.add(key);
        Object given = properties.get(key);
        if (given == null || given.toString().isBlank()) {
            return byDefault;
        }
        try {
            return parser.apply(given.toString().trim());
        } catch (IllegalArgumentException e) {
            faults.add(key + " = " + given + ": " + e.getMessage());
            return byDefault;
        }
    }
}
