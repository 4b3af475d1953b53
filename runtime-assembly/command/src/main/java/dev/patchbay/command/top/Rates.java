package dev.patchbay.command.top;

import dev.patchbay.command.rpc.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has happened in each second between two samples. A value that a host does not report, or whose counter has begun anew, is
 * {@link Double#NaN}. Used by one thread.
 */
final class Rates {

    private static final double PERCENT = 100;
    private static final double MOST = 0.99;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Sample before;
    private final double seconds;
    private final Map<String, Document> connections = new HashMap<>();

    /**
     * Compares two samples.
     *
     * @param before the earlier one; null if there is none
     */
    Rates(Sample before, Sample now) {
        this.before = before;
        this.seconds = before == null ? Double.NaN : now.secondsSince(before);
        if (before != null) {
            before.connections().forEach(connection -> connections.put(key(connection), connection));
        }
    }

    private static String key(Document connection) {
        return connection.text("server") + " " + connection.text("id");
    }

    /** Returns how much a total of a server has grown in a second. */
    double total(Document server, String total) {
        Document earlier = earlier(server);
        return earlier == null
                ? Double.NaN
                : growth(earlier.object("totals"), server.object("totals"), total) / seconds;
    }

    /** Returns how many calls of handlers a server has made in a second. */
    double calls(Document server) {
        Document earlier = earlier(server);
        return earlier == null
                ? Double.NaN
                : growth(earlier.object("calls"), server.object("calls"), "count") / seconds;
    }

    /** Returns the time in microseconds within which 99 of 100 calls that were timed have returned; infinite beyond all bounds. */
    double p99(Document server) {
        Document earlier = earlier(server);
        if (earlier == null) {
            return Double.NaN;
        }
        List<Long> was = numbers(earlier.object("calls").get("counts"));
        List<Long> now = numbers(server.object("calls").get("counts"));
        List<Long> bounds = numbers(server.object("calls").get("boundsMicros"));
        if (now.isEmpty() || was.size() != now.size() || bounds.size() + 1 != now.size()) {
            return Double.NaN;
        }
        long all = 0;
        for (int i = 0; i < now.size(); i++) {
            all += now.get(i) - was.get(i);
        }
        long counted = 0;
        for (int i = 0; i < bounds.size(); i++) {
            counted += now.get(i) - was.get(i);
            if (all > 0 && counted >= all * MOST) {
                return bounds.get(i);
            }
        }
        return all <= 0 ? Double.NaN : Double.POSITIVE_INFINITY;
    }

    /** Returns how busy the busiest event loop of a server was, in percent. */
    double loop(Document server) {
        Document earlier = earlier(server);
        double busiest = Double.NaN;
        for (Document loop : earlier == null ? List.<Document>of() : server.objects("loops")) {
            for (Document other : earlier.objects("loops")) {
                if (other.text("name").equals(loop.text("name"))) {
                    double share = growth(other, loop, "cpuMillis") / MILLIS_PER_SECOND / seconds * PERCENT;
                    busiest = Double.isNaN(busiest) ? share : Math.max(busiest, share);
                }
            }
        }
        return busiest;
    }

    /** Returns how many bytes a connection has carried in a second, in one direction; all that it ever has if it is new. */
    double connection(Document connection, String bytes) {
        if (before == null) {
            return Double.NaN;
        }
        Document earlier = connections.get(key(connection));
        return (earlier == null ? connection.number(bytes) : growth(earlier, connection, bytes)) / seconds;
    }

    private Document earlier(Document server) {
        return before == null ? null : before.server(server.text("name"));
    }

    private static double growth(Document was, Document now, String name) {
        if (!(was.get(name) instanceof Number earlier) || !(now.get(name) instanceof Number later)) {
            return Double.NaN;
        }
        double growth = later.doubleValue() - earlier.doubleValue();
        return growth < 0 ? Double.NaN : growth;
    }

    private static List<Long> numbers(Object list) {
        return list instanceof List<?> values
                ? values.stream()
                        .map(value -> value instanceof Number number ? number.longValue() : 0L)
                        .toList()
                : List.of();
    }
}
