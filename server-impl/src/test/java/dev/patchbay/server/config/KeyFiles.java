package dev.patchbay.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** Generates what is written about the keys outside of {@link Keys}: the metatype for tools, and a table for people. */
final class KeyFiles {

    private static final String PID = "dev.patchbay.server";

    private KeyFiles() {}

    /** Returns the metatype resource (OSGi Compendium, chapter 105). */
    static String metatype() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Generated from the class Keys; KeysTest compares, and writes it again with -Dpatchbay.generate=true. -->
                <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
                  <OCD id="%1$s" name="Patchbay server" description="A server on a Unix domain socket.">
                %2$s  </OCD>
                  <Designate factoryPid="%1$s">
                    <Object ocdref="%1$s"/>
                  </Designate>
                </metatype:MetaData>
                """.formatted(PID, Keys.all().stream().map(KeyFiles::attribute).collect(Collectors.joining()));
    }

    private static String attribute(Key<?> key) {
        boolean isNumber = !key.unit().isEmpty();
        String start = "    <AD id=\"" + key.name() + "\" name=\"" + key.label() + "\" type=\""
                + (isNumber ? "Integer" : "String")
                + "\" required=\"" + (key.isRequired() || !key.byDefault().isEmpty())
                + (key.isRequired() ? "" : "\" default=\"" + xml(key.byDefault()))
                + (isNumber ? "\" min=\"" + key.least() + "\" max=\"" + key.greatest() : "")
                + "\" description=\"" + xml(key.text().replace("`", "") + form(key)) + "\"";
        if (key.choices().isEmpty()) {
            return start + "/>\n";
        }
        String options = key.choices().stream()
                .map(choice -> "      <Option label=\"" + choice + "\" value=\"" + choice + "\"/>\n")
                .collect(Collectors.joining());
        return start + ">\n" + options + "    </AD>\n";
    }

    /** Returns a sentence about the form of the values; empty if the text of the key says it. */
    private static String form(Key<?> key) {
        return switch (key.type()) {
            case "whole number" -> " A number of %s from %s to %s.".formatted(key.unit(), key.least(), key.greatest());
            case "duration" ->
                " A duration from %s to %s, such as 500ms, 10s, 5m, 1h30m or 1d."
                        .formatted(key.least(), key.greatest());
            case "choice" -> " One of " + String.join(", ", key.choices()) + ".";
            default -> "";
        };
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Returns the page with the table of all keys. */
    static String table() {
        return """
                # The keys of a server's configuration

                A server has one configuration, with the PID `dev.patchbay.server~NAME`; in the distribution that is the file `conf/dev.patchbay.server~NAME.cfg`. In a program that embeds a server, [`ServerOptions`](../api/src/main/java/dev/patchbay/api/embed/ServerOptions.java) has a method for each key. Only `socket.path` is required. A change applies while clients stay connected. A configuration with a fault is rejected as a whole: the log names every fault in one entry, and the server goes on with the configuration that it had. A key that does not exist is a fault, and the log names the nearest one that does.

                Durations are written as whole numbers with units, the greatest unit first: `500ms`, `10s`, `5m`, `1h30m`, `1d`. In a `.cfg` file, `${patchbay.home}` is the home of the distribution.

                | key | default | values | meaning |
                |---|---|---|---|
                %s
                This page is generated from the class [`Keys`](src/main/java/dev/patchbay/server/config/Keys.java).
                """.formatted(Keys.all().stream().map(KeyFiles::row).collect(Collectors.joining()));
    }

    private static String row(Key<?> key) {
        String byDefault = key.isRequired() ? "required" : key.byDefault().isEmpty() ? "none" : code(key.byDefault());
        return "| " + String.join(" | ", List.of(code(key.name()), byDefault, values(key), key.text())) + " |\n";
    }

    private static String values(Key<?> key) {
        String range = code(key.least()) + " to " + code(key.greatest());
        return switch (key.type()) {
            case "whole number" -> key.unit() + ", " + range;
            case "duration" -> "duration, " + range;
            case "choice" -> key.choices().stream().map(KeyFiles::code).collect(Collectors.joining(", "));
            default -> key.type();
        };
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
