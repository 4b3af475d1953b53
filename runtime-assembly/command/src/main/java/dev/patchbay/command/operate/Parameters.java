package dev.patchbay.command.operate;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.rpc.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** Turns the words after a method into the parameters of a call. */
final class Parameters {

    private Parameters() {}

    /**
     * Returns the parameters, by name if each word is {@code NAME=VALUE} with the name of a parameter, otherwise by position.
     *
     * @param described the parameters as the socket describes them; none if it does not
     */
    static Object of(List<String> words, List<Document> described) throws CommandFailure {
        Map<String, Object> named = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            Document parameter = equals < 0 ? null : named(word.substring(0, equals), described);
            if (parameter == null) {
                return positional(words, described);
            }
            named.put(parameter.text("name"), value(word.substring(equals + 1), parameter));
        }
        return named;
    }

    private static Document named(String name, List<Document> described) {
        for (Document parameter : described) {
            if (parameter.text("name").equals(name)) {
                return parameter;
            }
        }
        return null;
    }

    private static List<Object> positional(List<String> words, List<Document> described) throws CommandFailure {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            values.add(value(words.get(i), i < described.size() ? described.get(i) : null));
        }
        return values;
    }

    private static Object value(String word, Document parameter) throws CommandFailure {
        String type = parameter == null ? "any" : Methods.type(parameter.object("schema"));
        if (type.equals("string")) {
            return word.startsWith("\"") && word.endsWith("\"") && word.length() > 1 ? jsonOrWord(word) : word;
        }
        if (type.equals("integer") || type.equals("number") || type.equals("boolean")) {
            Object value = jsonOrWord(word);
            if (type.equals("boolean") ? value instanceof Boolean : value instanceof Number) {
                return value;
            }
            throw CommandFailure.usage(
                    "'" + word + "' is not a value for " + parameter.text("name") + ", which is of the type " + type);
        }
        return jsonOrWord(word);
    }

    private static Object jsonOrWord(String word) {
        try {
            return Json.parse(word);
        } catch (JacksonException e) {
            return word;
        }
    }

    /** Returns all parameters from one JSON text. */
    static Object json(String text) throws CommandFailure {
        try {
            return Json.parse(text);
        } catch (JacksonException e) {
            throw CommandFailure.usage("the parameters " + text + " are not JSON: " + e.getOriginalMessage());
        }
    }
}
