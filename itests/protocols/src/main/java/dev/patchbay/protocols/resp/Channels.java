package dev.patchbay.protocols.resp;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.SlowConsumer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Publishes messages. The subscribers of a channel are a group, which survives swaps. */
final class Channels {

    /** A subscriber that has so many messages waiting is disconnected, as Redis does at some size. */
    private static final int MOST_WAITING = 8192;

    private static final String CHANNELS = Channels.class.getPackageName() + ".channels";

    private Channels() {}

    static boolean isSubscribed(ConnContext conn) {
        return conn.attributes().containsKey(CHANNELS);
    }

    static void subscribe(ConnContext conn, List<String> names, Answer answer) {
        Set<String> channels = channels(conn);
        conn.mailbox(MOST_WAITING, SlowConsumer.CLOSE);
        conn.attributes().put(CHANNELS, channels);
        for (String name : names) {
            if (channels.add(name)) {
                group(conn, name).join(conn.ref());
            }
            confirm(answer, "subscribe", name, channels.size());
        }
    }

    /** Leaves channels; all, if none is named. */
    static void unsubscribe(ConnContext conn, List<String> names, Answer answer) {
        Set<String> channels = channels(conn);
        if (names.isEmpty() && channels.isEmpty()) {
            confirm(answer, "unsubscribe", null, 0);
        }
        for (String name : names.isEmpty() ? List.copyOf(channels) : names) {
            if (channels.remove(name)) {
                group(conn, name).leave(conn.ref());
            }
            confirm(answer, "unsubscribe", name, channels.size());
        }
        if (channels.isEmpty()) {
            conn.attributes().remove(CHANNELS);
        }
    }

    /** Sends a message to all subscribers; answers how many have taken it. */
    static void publish(ConnContext conn, String name, byte[] message, Answer answer) {
        Answer push = new Answer(message.length);
        push.strings(List.of(Numbers.latin("message"), Numbers.latin(name), message));
        answer.number(group(conn, name).send(push.bytes()));
    }

    private static void confirm(Answer answer, String kind, String name, int channels) {
        answer.number('*', 3);
        answer.string(Numbers.latin(kind));
        answer.string(name == null ? null : Numbers.latin(name));
        answer.number(channels);
    }

    private static ConnectionGroup group(ConnContext conn, String channel) {
        return conn.group(Channels.class.getPackageName() + ':' + channel);
    }

    @SuppressWarnings("unchecked")
    private static Set<String> channels(ConnContext conn) {
        return (Set<String>) conn.attributes().getOrDefault(CHANNELS, new TreeSet<String>());
    }
}
