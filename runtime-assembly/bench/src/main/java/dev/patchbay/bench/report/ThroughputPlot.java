package dev.patchbay.bench.report;

import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.Sample;
import java.util.List;

/** Messages in each second. A second with errors has a dot. */
final class ThroughputPlot {

    private static final int MOST_MARKS = 10;
    private static final int STEPS = 4;

    private ThroughputPlot() {}

    static String of(List<Result> results) {
        int seconds = 2;
        double highest = 1;
        for (Result result : results) {
            seconds = Math.max(seconds, result.samples().size());
            for (Sample sample : result.samples()) {
                highest = Math.max(highest, sample.rate());
            }
        }
        double top = round(highest);
        Plot plot = new Plot("messages a second, by second");
        int step = (seconds + MOST_MARKS - 1) / MOST_MARKS;
        for (int second = 1; second <= seconds; second += step) {
            plot.markX(place(second, seconds), String.valueOf(second));
        }
        for (int i = 0; i <= STEPS; i++) {
            plot.markY((double) i / STEPS, count(top * i / STEPS));
        }
        plot.nameX("second");
        for (int i = 0; i < results.size(); i++) {
            curve(plot, results.get(i).samples(), "curve" + i, seconds, top);
        }
        return plot.toString();
    }

    private static double place(int second, int seconds) {
        return (second - 1.0) / (seconds - 1.0);
    }

    /** Returns the next number of the form 1, 2, 4 or 8 times a power of ten. */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (int factor : new int[] {1, 2, 4, 8}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String count(double value) {
        if (value >= 1_000_000) {
            return trimmed(value / 1_000_000) + " M";
        }
        return value >= 1_000 ? trimmed(value / 1_000) + " k" : trimmed(value);
    }

    private static String trimmed(double value) {
        String text = String.valueOf(Math.round(value * 100) / 100.0);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static void curve(Plot plot, List<Sample> samples, String style, int seconds, double top) {
        plot.begin(style);
        for (Sample sample : samples) {
            plot.point(place(sample.second(), seconds), sample.rate() / top);
        }
        plot.end();
        for (Sample sample : samples) {
            if (sample.errors() > 0) {
                plot.dot(
                        "error",
                        place(sample.second(), seconds),
                        sample.rate() / top,
                        "second " + sample.second() + ": errors: " + sample.errors());
            }
        }
    }
}
