package dev.patchbay.server.config;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Any value for any key: a configuration is read, and then it reads as itself again, or it is refused with faults that name
 * their keys. Nothing else may come of it.
 */
public final class ConfigFuzz {

    private static final List<String> KEYS = List.of(
            "socket.path",
            "socket.permissions",
            "socket.group",
            "socket.backlog",
            "socket.send.buffer",
            "socket.receive.buffer",
            "handler.target",
            "connections.max",
            "connections.max.per.uid",
            "accept.rate",
            "message.max",
            "write.high",
            "write.low",
            "idle.timeout",
            "drain.timeout",
            "hold.timeout",
            "swap.timeout",
            "engine",
            "loops");

    private static final List<String> WORDS = List.of(
            "@",
            "/",
            "/run/a.sock",
            "systemd:",
            "0600",
            "10s",
            "5m",
            "ms",
            "(a=b)",
            "(&",
            "-1",
            "2147483648",
            "auto",
            "epoll",
            "");

    private ConfigFuzz() {}

    /** Called by Jazzer, once for each input. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        Map<String, Object> properties = new HashMap<>(Map.of("socket.path", "@fuzz"));
        while (data.remainingBytes() > 0) {
            properties.put(data.pickValue(KEYS), value(data));
        }
        try {
            check(ConfigReader.read(properties, LdapFilter::parse));
        } catch (InvalidConfigurationException e) {
            for (String fault : e.faults()) {
                if (KEYS.stream().noneMatch(fault::startsWith)) {
                    throw new AssertionError("this names no key: " + fault);
                }
            }
        }
    }

    private static Object value(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 5)) {
            case 0 -> data.consumeString(200);
            case 1 -> data.consumeLong();
            case 2 -> data.pickValue(WORDS) + data.consumeAsciiString(20);
            case 3 -> new String[] {data.consumeString(20), data.pickValue(WORDS)};
            case 4 -> List.of(data.pickValue(WORDS), data.consumeInt());
            default -> data.consumeInt(0, 100_000) + data.pickValue(WORDS);
        };
    }

    private static void check(ServerConfig config) {
        Map<String, String> shown = config.toMap();
        try {
            Map<String, String> again =
                    ConfigReader.read(shown, LdapFilter::parse).toMap();
            if (!again.equals(shown)) {
                throw new AssertionError(shown + " reads as " + again);
            }
        } catch (InvalidConfigurationException e) {
            throw new AssertionError(shown + " is refused: " + e.faults(), e);
        }
    }
}
