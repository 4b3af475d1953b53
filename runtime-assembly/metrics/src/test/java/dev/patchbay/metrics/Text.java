package dev.patchbay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The values in a text, as simple as the format allows. */
final class Text {

    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Set<String> families = new TreeSet<>();

    static Text of(MetricsText metrics) {
        Text text = new Text();
        metrics.text().lines().forEach(text::read);
        return text;
    }

    private void read(String line) {
        if (line.startsWith("# TYPE ")) {
            families.add(line.split(" ")[2]);
        } else if (!line.startsWith("#")) {
            int blank = line.lastIndexOf(' ');
            Double before = values.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
            assertThat(before).as(line).isNull();
        }
    }

    /**
     * Returns a value.
     *
     * @param series the name, and the labels in alphabetic order, with apostrophes for quotation marks
     */
    double value(String series) {
        String wanted = series.replace('\'', '"');
        assertThat(values).containsKey(wanted);
        return values.get(wanted);
    }

    boolean has(String series) {
        return values.containsKey(series.replace('\'', '"'));
    }

    /** Returns the names of the metrics. */
    Set<String> families() {
        return families;
    }

    /** Returns all values by series. */
    Map<String, Double> values() {
        return values;
    }
}
