package dev.patchbay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Any value for any key: a configuration is read, and what it shows of itself reads as itself again; or it is refused, with
 * faults that name their keys. Nothing else may come of it. {@code -Dpatchbay.fuzz.seconds=1800} makes it long.
 */
class GeneratedConfigurationsTest {

    private static final int CASES = 20_000;

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "+7",
            "007",
            "4096",
            "65535",
            "65536",
            "1073741824",
            "1073741825",
            "2147483647",
            "2147483648",
            "4294967294",
            "4294967295",
            "99999999999999999999",
            "1e3",
            "1.0",
            "0x10",
            "\u0663");

    private static final List<String> DURATIONS = List.of(
            "0", "0ms", "1ms", "999ms", "1000ms", "60s", "3600 s", "59m", "1h", "8760h", "8761h", "-1s", "1d", "ms",
            "1.5s", "1h30m", "1m 1ms", "30m1h", "\u0663s");

    private static final List<String> FILTERS = List.of(
            "(a=b)",
            "(&(a=b)(!(c>=1)))",
            "(|(a=*)(b=c*d))",
            "(a=\\(\\*\\))",
            "(",
            ")",
            "(a=b",
            "(&)",
            "(=b)",
            "(a~=b)",
            "((a=b))");

    private static final List<String> NAMES = List.of("echo", "*", "(a=b)", "a\\", "\u00fc b", "");

    private static final List<String> ACCOUNTS = List.of(
            "root",
            "0",
            " 65534 ",
            "root,0",
            "0,,1",
            ",",
            "4294967294",
            "4294967295",
            "-1",
            "+1",
            "%",
            "0;1",
            "",
            "root:x");

    private static final List<String> PATHS = List.of(
            "/run/a.sock",
            "/run/./b/../a.sock",
            "//run//a",
            "/",
            "/..",
            "a.sock",
            "@",
            "@a",
            "@ a",
            "systemd:",
            "systemd:echo",
            "systemd:\u00e9",
            "/run/\u00e9",
            "/run/\0",
            "/" + "x".repeat(106),
            "/" + "x".repeat(107),
            "@" + "\u00e9".repeat(54));

    private static final List<String> MODES = List.of(
            "0600",
            "660",
            "0",
            "777",
            "0777",
            "1777",
            "08",
            "rw",
            "-600",
            "06000",
            "rw-rw----",
            "rwxrwxrwx",
            "rw-rw-rws",
            "\u0660\u0666\u0660\u0660");

    private static final List<String> ENGINES = List.of("auto", "epoll", "portable", "AUTO", "kqueue", "");

    private static final Map<String, List<String>> LIKELY = Map.ofEntries(
            Map.entry("socket.path", PATHS),
            Map.entry("socket.permissions", MODES),
            Map.entry("socket.group", ACCOUNTS),
            Map.entry("socket.backlog", NUMBERS),
            Map.entry("socket.send.buffer", NUMBERS),
            Map.entry("socket.receive.buffer", NUMBERS),
            Map.entry("handler", NAMES),
            Map.entry("handler.target", FILTERS),
            Map.entry("allow.uids", ACCOUNTS),
            Map.entry("allow.gids", ACCOUNTS),
            Map.entry("connections.max", NUMBERS),
            Map.entry("connections.max.per.uid", NUMBERS),
            Map.entry("accept.rate", NUMBERS),
            Map.entry("message.max", NUMBERS),
            Map.entry("write.high", NUMBERS),
            Map.entry("write.low", NUMBERS),
            Map.entry("idle.timeout", DURATIONS),
            Map.entry("message.timeout", DURATIONS),
            Map.entry("drain.timeout", DURATIONS),
            Map.entry("hold.timeout", DURATIONS),
            Map.entry("swap.timeout", DURATIONS),
            Map.entry("engine", ENGINES),
            Map.entry("loops", NUMBERS));

    private static final List<String> KEYS = LIKELY.keySet().stream().sorted().toList();

    private Random random;
    private int accepted;
    private int refused;

    @Test
    void everyConfigurationReadsAsItselfAgainOrIsRefusedByFaultsThatNameTheirKeys() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("patchbay.fuzz.seconds", 0));
        for (long seed = 0; seed < CASES || System.nanoTime() < end; seed++) {
            random = new Random(seed);
            Map<String, Object> properties = generate();
            try {
                check(properties);
            } catch (Throwable t) {
                fail("the configuration " + properties + " of seed " + seed, t);
            }
        }
        System.out.println("generated configurations: " + accepted + " accepted, " + refused + " refused");
        assertThat(accepted).isGreaterThan(CASES / 100);
        assertThat(refused).isGreaterThan(CASES / 100);
    }

    private void check(Map<String, Object> properties) throws InvalidConfigurationException {
        ServerConfig config;
        try {
            config = ConfigReader.read(properties, LdapFilter::parse);
            accepted++;
        } catch (InvalidConfigurationException e) {
            refused++;
            assertThat(e.faults()).isNotEmpty().allMatch(this::namesAKey);
            return;
        }
        Map<String, String> shown = config.toMap();
        assertThat(shown).containsOnlyKeys(KEYS);
        assertThat(ConfigReader.read(shown, LdapFilter::parse).toMap()).isEqualTo(shown);
        assertThat(UnknownKeys.of(properties)).isEmpty();
    }

    private boolean namesAKey(String fault) {
        return KEYS.stream().anyMatch(key -> fault.startsWith(key + ": ") || fault.startsWith(key + " = "));
    }

    private Map<String, Object> generate() {
        Map<String, Object> properties = new HashMap<>();
        if (random.nextInt(20) > 0) {
            properties.put("socket.path", "@generated");
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            String key = any(KEYS);
            properties.put(key, value(key));
        }
        return properties;
    }

    private Object value(String key) {
        String likely = any(LIKELY.get(key));
        return switch (random.nextInt(10)) {
            case 0 -> any(LIKELY.get(any(KEYS)));
            case 1 -> noise();
            case 2 -> random.nextLong();
            case 3 -> new String[] {likely, any(NUMBERS)};
            case 4 -> new ArrayList<>(List.of(likely, random.nextInt(100)));
            case 5 -> " " + likely + "\t";
            case 6 -> object(likely);
            default -> likely;
        };
    }

    private Object object(String likely) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(1000);
            case 1 -> random.nextInt(1000) / 2.0;
            case 2 -> random.nextBoolean();
            case 3 -> likely.toCharArray();
            case 4 -> new String[] {likely};
            case 5 -> new String[][] {{likely}};
            case 6 -> new int[] {random.nextInt(1000)};
            default -> Duration.ofNanos(random.nextInt(10) * 500_000L).multipliedBy(random.nextInt());
        };
    }

    /** Begins with what no account can be named, as accounts are looked up by another program. */
    private String noise() {
        StringBuilder noise = new StringBuilder("%");
        for (int i = random.nextInt(12); i > 0; i--) {
            noise.appendCodePoint(random.nextInt(4) > 0 ? random.nextInt(128) : random.nextInt(0xd800));
        }
        return noise.toString();
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
