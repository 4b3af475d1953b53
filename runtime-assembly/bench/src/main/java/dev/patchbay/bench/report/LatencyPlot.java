package dev.patchbay.bench.report;

import dev.patchbay.bench.result.Notes;
import dev.patchbay.bench.result.Point;
import dev.patchbay.bench.result.Result;
import java.util.List;

/** Latency by percentile. Both axes are logarithmic: each step to the right leaves a tenth of the messages. */
final class LatencyPlot {

    private static final String[] MARKS = {"0 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %"};

    private LatencyPlot() {}

    static String of(List<Result> results) {
        double highestNines = 1;
        double lowest = Double.MAX_VALUE;
        double highest = 1;
        for (Result result : results) {
            highestNines = Math.max(highestNines, nines(result));
            for (Point point : result.latency().curve()) {
                lowest = Math.min(lowest, point.micros());
                highest = Math.max(highest, point.micros());
            }
        }
        int columns = (int) Math.min(MARKS.length - 1.0, Math.ceil(highestNines));
        int bottom = (int) Math.floor(Math.log10(Math.max(0.1, Math.min(lowest, highest))));
        int top = Math.max(bottom + 1, (int) Math.ceil(Math.log10(highest)));
        Plot plot = new Plot("latency by percentile");
        for (int i = 0; i <= columns; i++) {
            plot.markX((double) i / columns, MARKS[i]);
        }
        for (int power = bottom; power <= top; power++) {
            plot.markY((double) (power - bottom) / (top - bottom), Notes.micros(Math.pow(10, power)));
        }
        plot.nameX("messages that were at least as fast");
        for (int i = 0; i < results.size(); i++) {
            curve(plot, results.get(i), "curve" + i, columns, bottom, top);
        }
        return plot.toString();
    }

    /** Returns how many tenths of messages can be told apart: three for a thousand messages. */
    private static double nines(Result result) {
        return Math.log10(Math.max(1, result.latency().count()));
    }

    private static void curve(Plot plot, Result result, String style, int columns, int bottom, int top) {
        double last = Math.min(columns, nines(result));
        plot.begin(style);
        for (Point point : result.latency().curve()) {
            double left = 1 - point.percentile() / 100;
            double place = left <= 0 ? last : Math.min(last, -Math.log10(left));
            double height = (Math.log10(Math.max(0.1, point.micros())) - bottom) / (top - bottom);
            plot.point(place / columns, Math.max(0, Math.min(1, height)));
        }
        plot.end();
    }
}
