package dev.patchbay.control.configure;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to change in a configuration, all at once. Immutable.
 *
 * @param set   the keys that get a value, and these
 * @param unset the keys that lose theirs
 */
public record ConfigurationChange(Map<String, String> set, Set<String> unset) {

    /** What names a variable in a value, which the host replaces when it reads the file. */
    private static final String VARIABLE = "${";

    /**
     * Creates a change. Blanks around values are left out, because the host ignores them.
     *
     * @throws IllegalArgumentException if there is nothing to change, a key is in both, or a text holds what no file can
     */
    public static ConfigurationChange of(Map<String, String> set, Collection<String> unset) {
        Map<String, String> values = new TreeMap<>();
        set.forEach((key, value) -> values.put(key, String.valueOf(value).strip()));
        if (values.isEmpty() && unset.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to change; give a key and a value, or a key to unset");
        }
        for (String key : unset) {
            if (values.containsKey(key)) {
                throw new IllegalArgumentException(key + " is both set and unset; leave out one of the two");
            }
        }
        values.forEach((key, value) -> {
            if (value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(key + ": holds a NUL character, which no configuration can have");
            }
        });
        return new ConfigurationChange(values, new TreeSet<>(unset));
    }

    /** Returns a configuration with this change. Values with variables are left as they were. */
    public Map<String, String> appliedTo(Map<String, String> configuration) {
        Map<String, String> changed = new TreeMap<>(configuration);
        set.forEach((key, value) -> {
            if (!value.contains(VARIABLE)) {
                changed.put(key, value);
            }
        });
        changed.keySet().removeAll(unset);
        return changed;
    }

    /** Returns whether a configuration, as the server was given it, has this change. */
    public boolean isIn(Map<String, String> written) {
        return unset.stream().noneMatch(written::containsKey)
                && set.entrySet().stream()
                        .allMatch(entry -> entry.getValue().contains(VARIABLE)
                                ? written.containsKey(entry.getKey())
                                : entry.getValue().equals(written.get(entry.getKey())));
    }
}
