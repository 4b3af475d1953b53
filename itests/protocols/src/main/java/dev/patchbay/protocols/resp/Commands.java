package dev.patchbay.protocols.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.patchbay.api.ConnContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each command does. */
final class Commands {

    private static final Set<String> FOR_SUBSCRIBERS = Set.of("SUBSCRIBE", "UNSUBSCRIBE", "PING", "QUIT");

    private final Map<String, Entry> entries = new HashMap<>();
    private final Store store;
    private final Waiting waiting;

    Commands(Store store, Waiting waiting) {
        this.store = store;
        this.waiting = waiting;
        connections();
        keys();
        strings();
        lists();
    }

    private interface Body {
        void run(ConnContext conn, byte[][] strings, Answer answer);
    }

    /** A command; a negative arity is the least number of strings, with that of its name. */
    private record Entry(int arity, Body body) {
        boolean takes(int count) {
            return arity < 0 ? count >= -arity : count == arity;
        }
    }

    /** Serves a command. */
    void run(ConnContext conn, byte[][] strings, Answer answer) {
        String name = key(strings[0]).toUpperCase(Locale.ROOT);
        Entry entry = entries.get(name);
        try {
            if (entry == null) {
                throw unknown(strings);
            } else if (!entry.takes(strings.length)) {
                throw new RespException(
                        "ERR wrong number of arguments for '" + name.toLowerCase(Locale.ROOT) + "' command");
            }
            if (Channels.isSubscribed(conn) && !FOR_SUBSCRIBERS.contains(name)) {
                throw new RespException(
                        "ERR Can't execute '" + name.toLowerCase(Locale.ROOT)
                                + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
            }
            entry.body.run(conn, strings, answer);
        } catch (RespException error) {
            answer.text('-', error.getMessage());
        }
    }

    private static RespException unknown(byte[][] strings) {
        String arguments =
                Stream.of(strings).skip(1).map(s -> "'" + key(s) + "' ").collect(Collectors.joining());
        return new RespException(
                ("ERR unknown command '" + key(strings[0]) + "', with args beginning with: " + arguments)
                        .replaceAll("[\r\n]", " "));
    }

    private void connections() {
        define("PING", -1, (conn, s, answer) -> {
            if (Channels.isSubscribed(conn)) {
                answer.strings("pong", s.length == 1 ? "" : key(s[1]));
            } else if (s.length == 1) {
                answer.text('+', "PONG");
            } else {
                answer.string(s[1]);
            }
        });
        define("ECHO", 2, (conn, s, answer) -> answer.string(s[1]));
        define("SELECT", 2, (conn, s, answer) -> answer.ok());
        define("CLIENT", -2, (conn, s, answer) -> answer.ok());
        define("COMMAND", -1, (conn, s, answer) -> answer.strings());
        define(
                "CONFIG",
                -2,
                (conn, s, answer) -> answer.strings(s.length == 3 ? new String[] {key(s[2]), ""} : new String[0]));
        define("HELLO", -1, (conn, s, answer) -> {
            if (s.length > 1 && Numbers.parse(s[1]) != 2) {
                throw new RespException("NOPROTO unsupported protocol version");
            }
            answer.strings("server", "redis", "version", "7.0.0", "proto", "2", "mode", "standalone", "role", "master");
        });
        define("SUBSCRIBE", -2, (conn, s, answer) -> Channels.subscribe(conn, keys(s), answer));
        define("UNSUBSCRIBE", -1, (conn, s, answer) -> Channels.unsubscribe(conn, keys(s), answer));
        define("PUBLISH", 3, (conn, s, answer) -> Channels.publish(conn, key(s[1]), s[2], answer));
        define("QUIT", -1, (conn, s, answer) -> {
            answer.ok();
            answer.end();
        });
    }

    private void keys() {
        define(
                "DEL",
                -2,
                (conn, s, answer) ->
                        answer.number(keys(s).stream().filter(store::delete).count()));
        define(
                "EXISTS",
                -2,
                (conn, s, answer) ->
                        answer.number(keys(s).stream().filter(store::exists).count()));
        define("TYPE", 2, (conn, s, answer) -> answer.text('+', store.type(key(s[1]))));
        define("DBSIZE", 1, (conn, s, answer) -> answer.number(store.size()));
        define("FLUSHALL", -1, (conn, s, answer) -> {
            store.clear();
            answer.ok();
        });
    }

    private void strings() {
        define("GET", 2, (conn, s, answer) -> answer.string(store.get(key(s[1]))));
        define("SET", -3, (conn, s, answer) -> {
            if (s.length > 3) {
                throw new RespException("ERR syntax error");
            }
            store.set(key(s[1]), s[2]);
            answer.ok();
        });
        define("MGET", -2, (conn, s, answer) -> answer.strings(store.get(keys(s))));
        define("MSET", -3, (conn, s, answer) -> {
            if (s.length % 2 == 0) {
                throw new RespException("ERR wrong number of arguments for 'mset' command");
            }
            Map<String, byte[]> pairs = new LinkedHashMap<>();
            for (int i = 1; i < s.length; i += 2) {
                pairs.put(key(s[i]), s[i + 1]);
            }
            store.setAll(pairs);
            answer.ok();
        });
        define("INCR", 2, (conn, s, answer) -> answer.number(store.add(key(s[1]), 1)));
        define("DECR", 2, (conn, s, answer) -> answer.number(store.add(key(s[1]), -1)));
        define("INCRBY", 3, (conn, s, answer) -> answer.number(store.add(key(s[1]), Numbers.parse(s[2]))));
        define("APPEND", 3, (conn, s, answer) -> answer.number(store.append(key(s[1]), s[2])));
        define("STRLEN", 2, (conn, s, answer) -> {
            byte[] value = store.get(key(s[1]));
            answer.number(value == null ? 0 : value.length);
        });
    }

    private void lists() {
        define("LPUSH", -3, (conn, s, answer) -> answer.number(store.push(key(s[1]), elements(s), true)));
        define("RPUSH", -3, (conn, s, answer) -> answer.number(store.push(key(s[1]), elements(s), false)));
        define("LPOP", 2, (conn, s, answer) -> answer.string(store.pop(key(s[1]), true)));
        define("RPOP", 2, (conn, s, answer) -> answer.string(store.pop(key(s[1]), false)));
        define("LLEN", 2, (conn, s, answer) -> answer.number(store.length(key(s[1]))));
        define(
                "LRANGE",
                4,
                (conn, s, answer) -> answer.strings(store.range(key(s[1]), Numbers.parse(s[2]), Numbers.parse(s[3]))));
        define(
                "BLPOP",
                -3,
                (conn, s, answer) -> waiting.take(
                        conn, keys(Arrays.copyOf(s, s.length - 1)), Numbers.seconds(s[s.length - 1]), answer));
    }

    private void define(String name, int arity, Body body) {
        entries.put(name, new Entry(arity, body));
    }

    private static List<byte[]> elements(byte[][] strings) {
        return Arrays.asList(strings).subList(2, strings.length);
    }

    private static List<String> keys(byte[][] strings) {
        return Stream.of(strings).skip(1).map(Commands::key).toList();
    }

    /** Keys may be any bytes; so each byte becomes a character. */
    static String key(byte[] string) {
        return new String(string, ISO_8859_1);
    }
}
