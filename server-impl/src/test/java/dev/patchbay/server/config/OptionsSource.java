package dev.patchbay.server.config;

import java.util.Map;
import java.util.stream.Collectors;

/** Generates the source of {@code ServerOptions}, with a method for each of the {@link Keys}. */
final class OptionsSource {

    private static final int WIDTH = 118;

    private static final Map<String, String> TYPES = Map.of(
            "whole number", "int",
            "duration", "Duration",
            "file mode", "Set<PosixFilePermission>",
            "list of users", "Collection<String>",
            "list of groups", "Collection<String>");

    private OptionsSource() {}

    /** Returns the source. */
    static String source() {
        return """
                package dev.patchbay.api.embed;

                import java.nio.file.attribute.PosixFilePermission;
                import java.nio.file.attribute.PosixFilePermissions;
                import java.time.Duration;
                import java.util.Collection;
                import java.util.HashMap;
                import java.util.Map;
                import java.util.Objects;
                import java.util.Set;

                /**
                 * Values for the keys of a server's configuration, one method for each key: {@code new
                 * ServerOptions().idleTimeout(Duration.ofMinutes(5)).messageMax(65_536)}. Immutable: each method returns other options, in
                 * which one more key is set. A value that is out of range is refused by {@link ServerBuilder#start} and {@link
                 * Server#configure(ServerOptions)}, whose message names the key, the value and what to write.
                 *
                 * <p>What is said below about the form of a value is about its form in a configuration file. This class is generated from
                 * the keys that {@code patchbay-server} declares, and a test of it holds them together.
                 */
                public final class ServerOptions {

                    private final Map<String, Object> values;

                    /** Creates options of which none is set. */
                    public ServerOptions() {
                        this(Map.of());
                    }

                    private ServerOptions(Map<String, Object> values) {
                        this.values = values;
                    }

                %s
                    /** {@return the keys that are set, with their values} The map does not change. */
                    public Map<String, Object> toMap() {
                        return values;
                    }

                    private ServerOptions with(String key, Object value) {
                        Map<String, Object> more = new HashMap<>(values);
                        more.put(key, Objects.requireNonNull(value, key));
                        return new ServerOptions(Map.copyOf(more));
                    }

                    private ServerOptions withNames(String key, Collection<String> names) {
                        if (names.isEmpty()) {
                            throw new IllegalArgumentException(
                                    key + ": is empty, which would not restrict anything; name at least one, or do not set it");
                        }
                        return with(key, String.join(",", names));
                    }
                }
                """.formatted(Keys.all().stream().map(OptionsSource::method).collect(Collectors.joining("\n")));
    }

    private static String method(Key<?> key) {
        String type = TYPES.getOrDefault(key.type(), "String");
        return "    /**\n" + wrapped("{@code " + key.name() + "}: " + text(key)) + "     *\n"
                + wrapped("@param value " + value(key))
                + wrapped("@return these options, with {@code " + key.name() + "} set")
                + "     */\n"
                + "    public ServerOptions " + methodName(key) + "(" + type + " value) {\n"
                + "        return " + call(key, type) + ";\n    }\n";
    }

    private static String call(Key<?> key, String type) {
        String name = '"' + key.name() + '"';
        return switch (type) {
            case "Set<PosixFilePermission>" -> "with(" + name + ", PosixFilePermissions.toString(value))";
            case "Collection<String>" -> "withNames(" + name + ", value)";
            default -> "with(" + name + ", value)";
        };
    }

    /** Returns the name of the key's method: {@code idleTimeout} for {@code idle.timeout}. */
    static String methodName(Key<?> key) {
        StringBuilder name = new StringBuilder();
        for (String word : key.name().split("\\.")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    private static String text(Key<?> key) {
        String byDefault = key.byDefault().isEmpty() ? "" : " The default is `" + key.byDefault() + "`.";
        return code(key.text() + byDefault);
    }

    /** Returns what the argument of the key's method is, with its unit and range. */
    private static String value(Key<?> key) {
        String range = "from `" + key.least() + "` to `" + key.greatest() + "`";
        return code(
                switch (key.type()) {
                    case "path" -> "an absolute path, `@NAME` or `systemd:NAME`";
                    case "whole number" -> "the number of " + key.unit() + ", " + range;
                    case "duration" -> range + ", in whole milliseconds";
                    case "file mode" -> "the permissions; those who may write to the file may connect";
                    case "list of users", "list of groups" -> "names or numbers, at least one";
                    case "choice" -> "one of `" + String.join("`, `", key.choices()) + "`";
                    case "group" -> "the name of the group, or its number as text";
                    case "handler name" -> "the name, such as `echo`";
                    case "LDAP filter" -> "the filter, such as `(handler.name=echo)`";
                    default -> throw new IllegalStateException("nothing is said here about the type " + key.type());
                });
    }

    private static String code(String text) {
        return text.replaceAll("`([^`]*)`", "{@code $1}");
    }

    /** Breaks a text into the lines of a comment. */
    private static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("     *");
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder("     *");
            }
            line.append(' ').append(word);
        }
        return lines.append(line).append('\n').toString();
    }
}
