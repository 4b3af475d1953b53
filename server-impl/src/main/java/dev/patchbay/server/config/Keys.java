package dev.patchbay.server.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The keys of a configuration: which there are, and which one was meant by one that there is not. */
final class Keys {

    /** Keys that are not ours but come along with a configuration in OSGi. */
    private static final List<String> FOREIGN =
            List.of(".", "service.", "component.", "felix.", "org.", "osgi.", "webconsole.");

    /** Sorted, so that of two that are equally near it is always the same one that is named. */
    private static final Set<String> OURS = new TreeSet<>(Set.of(
            "socket.path",
            "socket.permissions",
            "socket.group",
            "socket.backlog",
            "socket.send.buffer",
            "socket.receive.buffer",
            "handler.target",
            "allow.uids",
            "allow.gids",
            "connections.max",
            "connections.max.per.uid",
            "accept.rate",
            "message.max",
            "write.high",
            "write.low",
            "idle.timeout",
            "message.timeout",
            "drain.timeout",
            "hold.timeout",
            "swap.timeout",
            "engine",
            "loops"));

    /** To leave letters out is likelier than to write others: {@code idle} is {@code idle.timeout}, not {@code engine}. */
    private static final int MISSING = 1;

    private static final int WRONG = 3;

    private Keys() {}

    /** Returns whether a key means nothing here and does not come from OSGi either. */
    static boolean isUnknown(String key) {
        return !OURS.contains(key) && FOREIGN.stream().noneMatch(key::startsWith);
    }

    /** Returns the key that is most like another one. */
    static String nearest(String key) {
        String wanted = plain(key);
        return OURS.stream()
                .min(Comparator.comparingInt(ours -> distance(wanted, plain(ours))))
                .orElseThrow();
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_/ ]", ".");
    }

    /** The edit distance after Levenshtein, one row of the table at a time. */
    private static int distance(String written, String ours) {
        int[] costs = new int[ours.length() + 1];
        for (int j = 0; j < costs.length; j++) {
            costs[j] = j * MISSING;
        }
        for (int i = 1; i <= written.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i * WRONG;
            for (int j = 1; j < costs.length; j++) {
                int substituted = diagonal + (written.charAt(i - 1) == ours.charAt(j - 1) ? 0 : WRONG);
                diagonal = costs[j];
                costs[j] = Math.min(substituted, Math.min(costs[j] + WRONG, costs[j - 1] + MISSING));
            }
        }
        return costs[ours.length()];
    }
}
