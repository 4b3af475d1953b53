package dev.patchbay.control.view;

import dev.patchbay.api.runtime.ConfigurationKey;
import java.util.List;

/**
 * A key of a server's configuration.
 *
 * @param name        the key
 * @param type        the type of its values in words
 * @param unit        what a number counts; null for other types
 * @param byDefault   the value without the key; null for none
 * @param range       the least and the greatest value, as {@code 0 to 1024}; null if values have no order
 * @param choices     all values that can be chosen; empty if they are not a choice of a few
 * @param required    whether a configuration has to have the key
 * @param description what the key means; code is enclosed in backticks
 */
public record KeyView(
        String name,
        String type,
        String unit,
        String byDefault,
        String range,
        List<String> choices,
        boolean required,
        String description) {

    /** Returns the view of a key. */
    public static KeyView of(ConfigurationKey key) {
        return new KeyView(
                key.name(),
                key.type(),
                orNull(key.unit()),
                orNull(key.byDefault()),
                key.least().isEmpty() ? null : key.least() + " to " + key.greatest(),
                key.choices(),
                key.required(),
                key.text());
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
