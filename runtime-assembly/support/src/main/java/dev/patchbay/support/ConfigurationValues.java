package dev.patchbay.support;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a configuration file. {@code ${name}} is replaced by the variable of that name. An unknown name is left as it is, so
 * that the consumer of the value reports it as a fault.
 */
final class ConfigurationValues {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^${}]+)}");

    private ConfigurationValues() {}

    /** Returns the keys and values, without blanks around these. */
    static Map<String, String> of(Properties text, UnaryOperator<String> variables) {
        Map<String, String> values = new TreeMap<>();
        for (String key : text.stringPropertyNames()) {
            values.put(key, resolve(text.getProperty(key), variables).strip());
        }
        return values;
    }

    private static String resolve(String value, UnaryOperator<String> variables) {
        return VARIABLE.matcher(value).replaceAll(variable -> value(variable, variables));
    }

    private static String value(MatchResult variable, UnaryOperator<String> variables) {
        String value = variables.apply(variable.group(1));
        return Matcher.quoteReplacement(value == null ? variable.group() : value);
    }
}
