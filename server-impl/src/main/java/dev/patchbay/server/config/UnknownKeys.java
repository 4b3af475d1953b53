package dev.patchbay.server.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the keys of a configuration that do not exist, misspelt ones most likely, and what was probably meant. */
final class UnknownKeys {

    /** How the keys begin that OSGi and its tools add to a configuration. */
    private static final List<String> FOREIGN =
            List.of(".", "service.", "component.", "felix.", "org.", "osgi.", "webconsole.");

    /** Sorted, so that of two keys that are equally near the same one is always named. */
    private static final Set<String> KNOWN =
            Keys.all().stream().map(Key::name).collect(Collectors.toCollection(TreeSet::new));

    /**
     * Leaving letters out is likelier than writing wrong ones: {@code idle} stands for {@code idle.timeout}, not {@code
     * engine}.
     */
    private static final int MISSING = 1;

    private static final int WRONG = 6;

    private UnknownKeys() {}

    /** Returns the keys, sorted, that are not keys of a server and do not come from OSGi. */
    static Set<String> of(Map<String, ?> properties) {
        return properties.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !KNOWN.contains(key) && FOREIGN.stream().noneMatch(key::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the existing key that is most like an unknown one. */
    static String nearest(String key) {
        String written = plain(key);
        return KNOWN.stream()
                .min(Comparator.comparingInt(known -> distance(written, plain(known))))
                .orElseThrow();
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_/ ]", ".");
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
