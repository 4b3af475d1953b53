package dev.patchbay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.server.config.ServerConfig.EngineChoice;
import java.nio.file.attribute.GroupPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    private static final String PATH = "/run/echo.sock";

    @Test
    void everythingButThePathHasADefault() throws InvalidConfigurationException {
        ServerConfig config = read(Map.of());

        assertThat(config.toMap())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("socket.path", PATH),
                        Map.entry("socket.permissions", "0600"),
                        Map.entry("socket.group", ""),
                        Map.entry("socket.backlog", "4096"),
                        Map.entry("socket.send.buffer", "0"),
                        Map.entry("socket.receive.buffer", "0"),
                        Map.entry("handler", ""),
                        Map.entry("handler.target", "(handler.name=*)"),
                        Map.entry("allow.uids", ""),
                        Map.entry("allow.gids", ""),
                        Map.entry("connections.max", "0"),
                        Map.entry("connections.max.per.uid", "0"),
                        Map.entry("accept.rate", "0"),
                        Map.entry("message.max", "1048576"),
                        Map.entry("write.high", "65536"),
                        Map.entry("write.low", "32768"),
                        Map.entry("idle.timeout", "0"),
                        Map.entry("message.timeout", "0"),
                        Map.entry("drain.timeout", "10s"),
                        Map.entry("hold.timeout", "30s"),
                        Map.entry("swap.timeout", "5s"),
                        Map.entry("engine", "auto"),
                        Map.entry("loops", "0")));
        assertThat(config.handlerFilter().test(Map.of("filter", "(handler.name=*)")))
                .isTrue();
        assertThat(config.socket().isAbstract()).isFalse();
    }

    @Test
    void everyKeyIsRead() throws InvalidConfigurationException {
        ServerConfig config = read(Map.ofEntries(
                Map.entry("socket.permissions", "0660"),
                Map.entry("socket.group", "4711"),
                Map.entry("socket.backlog", "17"),
                Map.entry("handler.target", "(handler.name=echo)"),
                Map.entry("message.max", "4096"),
                Map.entry("write.high", "100"),
                Map.entry("write.low", "99"),
                Map.entry("message.timeout", "1m"),
                Map.entry("drain.timeout", "1h"),
                Map.entry("hold.timeout", "0"),
                Map.entry("swap.timeout", "250ms"),
                Map.entry("engine", "portable"),
                Map.entry("loops", "3")));

        assertThat(config.socket().permissions()).isEqualTo(0660);
        assertThat(config.socket().group()).map(GroupPrincipal::getName).contains("4711");
        assertThat(config.socket().backlog()).isEqualTo(17);
        assertThat(config.handlerTarget()).isEqualTo("(handler.name=echo)");
        assertThat(config.handlerFilter().test(Map.of("filter", "(handler.name=echo)")))
                .isTrue();
        assertThat(config.messageMax()).isEqualTo(4096);
        assertThat(config.writeHigh()).isEqualTo(100);
        assertThat(config.writeLow()).isEqualTo(99);
        assertThat(config.messageTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(config.holdTimeout()).isZero();
        assertThat(config.swapTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.engine()).isEqualTo(EngineChoice.PORTABLE);
        assertThat(config.loops()).isEqualTo(3);
        assertThat(config.effectiveLoops()).isEqualTo(3);
    }

    @Test
    void whatIsReadIsWhatAnOperatorWouldWrite() throws InvalidConfigurationException {
        Map<String, String> written = new TreeMap<>(
                Map.of("socket.permissions", "0007", "socket.group", "0", "write.low", "0", "drain.timeout", "90s"));
        Map<String, String> shown = read(written).toMap();

        assertThat(shown).containsAllEntriesOf(written);
        assertThat(ConfigReader.read(shown, ConfigReaderTest::filter).toMap()).isEqualTo(shown);
    }

    @Test
    void loopsAreAtLeastOneIfLeftToTheServer() throws InvalidConfigurationException {
        assertThat(read(Map.of("loops", "0")).effectiveLoops())
                .isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    @Test
    void valuesOfOtherTypesAndWithBlanksAreRead() throws InvalidConfigurationException {
        assertThat(read(Map.of("message.max", 4096)).messageMax()).isEqualTo(4096);
        assertThat(read(Map.of("message.max", " 4096 ")).messageMax()).isEqualTo(4096);
        assertThat(read(Map.of("message.max", "  ")).messageMax()).isEqualTo(1_048_576);
    }

    @ParameterizedTest(name = "{0} {index}")
    @CsvSource({
        "socket.permissions, 000",
        "socket.permissions, 0777",
        "socket.permissions, 660",
        "socket.permissions, rw-rw----",
        "socket.group, 0",
        "socket.group, 2147483647",
        "socket.backlog, 1",
        "socket.backlog, 65535",
        "message.max, 1",
        "message.max, 1073741824",
        "write.high, 1",
        "write.high, 1073741824",
        "write.low, 0",
        "write.low, 65535",
        "drain.timeout, 0",
        "hold.timeout, 8760h",
        "message.timeout, 1h30m",
        "swap.timeout, 1ms",
        "engine, auto",
        "engine, epoll",
        "engine, portable",
        "loops, 0",
        "loops, 1024"
    })
    void aValueAtTheEdgeIsAccepted(String key, String value) throws InvalidConfigurationException {
        assertThat(read(Map.of(key, value)).toMap()).containsKey(key);
    }

    @ParameterizedTest(name = "{0} {index}")
    @CsvSource({
        "socket.permissions, 1777, three octal digits",
        "socket.permissions, 0888, three octal digits",
        "socket.permissions, 66, three octal digits",
        "socket.permissions, rw-rw---, three octal digits",
        "socket.permissions, -rw-rw----, three octal digits",
        "socket.permissions, rw-rw-rwt, three octal digits",
        "socket.permissions, wr-rw----, three octal digits",
        "socket.permissions, 0o640, three octal digits",
        "socket.permissions, \u0660\u0666\u0664\u0660, three octal digits",
        "socket.group, \u0660, write the name or number of one that exists",
        "socket.group, +1, write the name or number of one that exists",
        "socket.group, no-such-group, write the name or number of one that exists",
        "socket.group, -1, write the name or number of one that exists",
        "socket.group, 4294967296, a number from 0 to 4294967294",
        "socket.backlog, 0, a whole number from 1 to 65535",
        "socket.backlog, 65536, a whole number from 1 to 65535",
        "handler.target, (handler.name=, is not a filter",
        "message.max, 0, a whole number from 1 to 1073741824",
        "message.max, 1073741825, a whole number from 1 to 1073741824",
        "message.max, 9999999999999999999, a whole number from 1 to 1073741824",
        "message.max, +7, a whole number from 1 to 1073741824",
        "message.max, 4_096, a whole number from 1 to 1073741824",
        "message.max, 4 096, a whole number from 1 to 1073741824",
        "message.max, 0x10, a whole number from 1 to 1073741824",
        "message.max, 1e3, a whole number from 1 to 1073741824",
        "message.max, \u0663, a whole number from 1 to 1073741824",
        "message.max, \uff13, a whole number from 1 to 1073741824",
        "message.max, 1M, a whole number from 1 to 1073741824",
        "write.high, 0, a whole number from 1 to 1073741824",
        "write.high, 64k, a whole number from 1 to 1073741824",
        "write.low, -1, a whole number from 0 to 1073741824",
        "write.low, 1.5, a whole number from 0 to 1073741824",
        "drain.timeout, 10, whole numbers with units",
        "hold.timeout, 30m1h, whole numbers with units",
        "message.timeout, 5, whole numbers with units",
        "swap.timeout, -5s, whole numbers with units",
        "swap.timeout, 9000h, a shorter duration",
        "engine, EPOLL, 'auto, epoll, portable'",
        "engine, kqueue, 'auto, epoll, portable'",
        "loops, -1, a whole number from 0 to 1024",
        "loops, 1025, a whole number from 0 to 1024"
    })
    void aFaultNamesTheKeyTheValueAndWhatToWrite(String key, String value, String advice) {
        assertThat(faults(Map.of(key, value)))
                .singleElement()
                .asString()
                .startsWith(key + " = " + value)
                .contains(advice);
    }

    @Test
    void theLowWatermarkHasToBeBelowTheHighOne() {
        assertThat(faults(Map.of("write.high", "100", "write.low", "100")))
                .singleElement()
                .asString()
                .contains("write.low = 100", "not below write.high = 100");
        assertThat(faults(Map.of("write.low", "65536")))
                .singleElement()
                .asString()
                .contains("write.low = 65536", "not below write.high = 65536");
    }

    @Test
    void theLowWatermarkFollowsTheHighOneDown() throws InvalidConfigurationException {
        assertThat(read(Map.of("write.high", "1000")).writeLow()).isEqualTo(500);
        assertThat(read(Map.of("write.high", "1")).writeLow()).isZero();
        assertThat(read(Map.of("write.high", "1000000")).writeLow()).isEqualTo(32_768);
    }

    @Test
    void theNameOfAHandlerIsShortForTheFilter() throws InvalidConfigurationException {
        ServerConfig config = read(Map.of("handler", "shout"));

        assertThat(config.handlerTarget()).isEqualTo("(handler.name=shout)");
        assertThat(config.handlerFilter().test(Map.of("filter", "(handler.name=shout)")))
                .isTrue();
        assertThat(read(config.toMap()).toMap()).isEqualTo(config.toMap());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a(b)c", "back\\slash", "(&(a=b)(c=d))", "\u00fc mlaut"})
    void theNameOfAHandlerIsNotAPatternButItself(String name) throws InvalidConfigurationException {
        ServerConfig config = ConfigReader.read(Map.of("socket.path", PATH, "handler", name), LdapFilter::parse);

        assertThat(config.handlerFilter().test(Map.of("handler.name", name))).isTrue();
        assertThat(config.handlerFilter().test(Map.of("handler.name", "other"))).isFalse();
    }

    @Test
    void aNameAndAFilterThatMeanDifferentHandlersAreAFault() throws InvalidConfigurationException {
        assertThat(faults(Map.of("handler", "shout", "handler.target", "(handler.name=echo)")))
                .singleElement()
                .asString()
                .isEqualTo("handler = shout: is short for handler.target = (handler.name=shout), but that is"
                        + " (handler.name=echo); remove one of the two");
        assertThat(read(Map.of("handler", "shout", "handler.target", "(handler.name=shout)"))
                        .handlerTarget())
                .isEqualTo("(handler.name=shout)");
    }

    @Test
    void aHighWatermarkThatCannotBeReadIsNotComparedWithTheLowOne() {
        assertThat(faults(Map.of("write.high", "1M", "write.low", "100000")))
                .singleElement()
                .asString()
                .startsWith("write.high = 1M");
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        Map<String, String> allWrong = new TreeMap<>(Map.of(
                "socket.path", "echo.sock",
                "socket.permissions", "rw",
                "handler.target", "(",
                "message.max", "big",
                "write.high", "1M",
                "write.low", "-1",
                "drain.timeout", "soon",
                "hold.timeout", "later",
                "engine", "steam"));
        allWrong.put("swap.timeout", "5");
        allWrong.put("loops", "many");

        List<String> faults = faults(allWrong);

        assertThat(faults).hasSameSizeAs(allWrong.keySet());
        allWrong.forEach((key, value) -> assertThat(faults)
                .filteredOn(fault -> fault.startsWith(key + " = " + value))
                .hasSize(1));
    }

    @Test
    void theMessageOfTheExceptionHasEveryFault() {
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> read(Map.of("loops", "x", "message.max", "y")))
                .withMessageContaining("loops = x")
                .withMessageContaining("message.max = y");
    }

    private static ServerConfig read(Map<String, ?> properties) throws InvalidConfigurationException {
        Map<String, Object> all = new TreeMap<>(Map.of("socket.path", PATH));
        all.putAll(properties);
        return ConfigReader.read(all, ConfigReaderTest::filter);
    }

    private static List<String> faults(Map<String, ?> properties) {
        return ConfigReaderPathTest.faultsOf(() -> read(properties));
    }

    private static java.util.function.Predicate<Map<String, ?>> filter(String text) {
        return ConfigReaderPathTest.filter(text);
    }
}
