package dev.patchbay.handler.json.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the values of keys, and collects what is wrong with them. A key exists once it has been asked for. Used by one
 * thread.
 */
final class KeyReader {

    /** Prefixes of keys that OSGi and configuration tools add. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "org.", "osgi.", "webconsole.", ".");

    /** Leaving letters out is likelier than writing wrong ones. */
    private static final int MISSING = 1;

    private static final int WRONG = 3;

    private final Map<String, ?> properties;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();

    KeyReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    /** Returns what is wrong with the values that were read, and adds what is found later. */
    List<String> faults() {
        return faults;
    }

    /** Returns a value; the default one if there is none, or if it is wrong. */
    <T> T value(String key, T defaultValue, Function<String, T> parser) {
        keys.add(key);
        Object given = properties.get(key);
        if (given == null || given.toString().isBlank()) {
            return defaultValue;
        }
        try {
            return parser.apply(given.toString().strip());
        } catch (IllegalArgumentException e) {
            faults.add(key + " = " + given + ": " + e.getMessage());
            return defaultValue;
        }
    }

    int integer(String key, int defaultValue, int min, int max) {
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

    /** Returns the keys that do not exist, sorted. Such a key is often a misspelt one. */
    Set<String> unknownKeys() {
        return properties.keySet().stream()
                .filter(key -> !keys.contains(key) && FOREIGN.stream().noneMatch(key::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the existing key that is most like an unknown one. */
    String nearest(String key) {
        String written = key.toLowerCase(Locale.ROOT).replace('-', '.').replace('_', '.');
        return keys.stream()
                .min(Comparator.comparingInt(known -> distance(written, known)))
                .orElseThrow();
    }

    /** Returns the edit distance after Levenshtein, computed one row of the table at a time. */
    private static int distance(String written, String known) {
        int[] costs = new int[known.length() + 1];
        for (int j = 0; j < costs.length; j++) {
            costs[j] = j * MISSING;
        }
        for (int i = 1; i <= written.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i * WRONG;
            for (int j = 1; j < costs.length; j++) {
                int substituted = diagonal + (written.charAt(i - 1) == known.charAt(j - 1) ? 0 : WRONG);
                diagonal = costs[j];
                costs[j] = Math.min(substituted, Math.min(costs[j] + WRONG, costs[j - 1] + MISSING));
            }
        }
        return costs[known.length()];
    }
}
