package dev.patchbay.api.runtime;

import java.util.List;

/**
 * A key that the configuration of a server may have. Immutable.
 *
 * @param name      the key: {@code idle.timeout}
 * @param type      the type of the values in words: {@code whole number}, {@code duration}, {@code choice}, {@code file mode}
 * @param unit      what a number counts, in the plural: {@code bytes}; empty if the values are not numbers
 * @param byDefault the value of a configuration without this key; empty for none
 * @param least     the least value; empty if values have no order
 * @param greatest  the greatest value; empty if values have no order
 * @param choices   all values that can be chosen; empty if they are not a choice of a few
 * @param required  whether a configuration has to have the key
 * @param text      what the key means, in one or more sentences; code is enclosed in backticks, as in Markdown
 */
public record ConfigurationKey(
        String name,
        String type,
        String unit,
        String byDefault,
        String least,
        String greatest,
        List<String> choices,
        boolean required,
        String text) {

    /** Copies the list of choices. */
    public ConfigurationKey {
        choices = List.copyOf(choices);
    }
}
