package dev.patchbay.server.config;

import java.util.List;
import java.util.Map;

/**
 * A key of a server's configuration. {@link Keys} declares all of them, and everything that is shown about a key comes from this
 * class. Immutable; may be used by any thread.
 *
 * @param <T> what a value is read into
 */
public final class Key<T> {

    private final String name;
    private final String label;
    private final ValueType<T> type;
    private final String byDefault;
    private final String text;

    Key(String name, String label, ValueType<T> type, String byDefault, String text) {
        this.name = name;
        this.label = label;
        this.type = type;
        this.byDefault = byDefault;
        this.text = text;
    }

    /** Returns the key: {@code idle.timeout}. */
    public String name() {
        return name;
    }

    /** Returns a short name for forms: {@code Idle timeout}. */
    public String label() {
        return label;
    }

    /** Returns the type of the values in words: {@code whole number}, {@code duration}, {@code choice}, {@code file mode}. */
    public String type() {
        return type.name;
    }

    /** Returns what a number counts, in the plural: {@code bytes}; empty if the values are not numbers. */
    public String unit() {
        return type.unit;
    }

    /** Returns the least value; empty if values have no order. */
    public String least() {
        return type.least;
    }

    /** Returns the greatest value; empty if values have no order. */
    public String greatest() {
        return type.greatest;
    }

    /** Returns all values that can be chosen; empty if they are not a choice of a few. */
    public List<String> choices() {
        return type.choices;
    }

    /** Returns the value of a configuration without this key; empty for none. */
    public String byDefault() {
        return byDefault;
    }

    /** Returns whether a configuration has to have the key. */
    public boolean isRequired() {
        return this == Keys.SOCKET_PATH;
    }

    /** Returns what the key means, in one or more sentences. Code is enclosed in backticks, as in Markdown. */
    public String text() {
        return text;
    }

    /** Returns how values are read and written. */
    ValueType<T> valueType() {
        return type;
    }

    /** Puts a value into a configuration, as an operator would write it. */
    void put(Map<String, String> configuration, T value) {
        configuration.put(name, type.writer.apply(value));
    }

    /** Returns the key's name. */
    @Override
    public String toString() {
        return name;
    }
}
