package dev.patchbay.server.config;

import static dev.patchbay.server.config.ConfigReaderPathTest.faultsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are objects, as Configuration Admin, JSON and programs have them. */
class ValuesTest {

    private static ServerConfig read(String key, Object value) throws InvalidConfigurationException {
        Map<String, Object> properties = new HashMap<>(Map.of("socket.path", "@x"));
        properties.put(key, value);
        return ConfigReader.read(properties, ConfigReaderPathTest::filter);
    }

    private static Set<String> keys() throws InvalidConfigurationException {
        return read("loops", "1").toMap().keySet();
    }

    private static void assertRefused(String key, Object value, String... fault) {
        assertThat(faultsOf(() -> read(key, value)))
                .singleElement()
                .asString()
                .startsWith(key)
                .contains(fault);
    }

    @Test
    void aModeThatIsANumberIsRefused() {
        for (Object number : List.of(0640, 640, 0660, 0777, 0, 416L, (short) 600, 600.0, BigInteger.valueOf(600))) {
            assertRefused("socket.permissions", number, " = " + number, "is a number", "write the mode as text");
            assertRefused("socket.permissions", List.of(number), "is a number");
            assertRefused("socket.permissions", new Object[] {number}, "is a number");
        }
        assertRefused("socket.permissions", new int[] {0640}, " = 416: is a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "0660", "660"})
    void aModeIsReadAsDigitsAndAsLetters(String text) throws InvalidConfigurationException {
        assertThat(read("socket.permissions", text).socket().permissions()).isEqualTo(0660);
        assertThat(read("socket.permissions", new StringBuilder(text)).socket().permissions())
                .isEqualTo(0660);
        assertThat(read("socket.permissions", new String[] {text}).socket().permissions())
                .isEqualTo(0660);
    }

    @Test
    void everyLetterOfAModeIsItsOwnBit() throws InvalidConfigurationException {
        String all = "rwxrwxrwx";
        for (int bit = 0; bit < 9; bit++) {
            String one = "-".repeat(bit) + all.charAt(bit) + "-".repeat(8 - bit);
            assertThat(read("socket.permissions", one).socket().permissions()).isEqualTo(0400 >> bit);
        }
        assertThat(read("socket.permissions", all).socket().permissions()).isEqualTo(0777);
        assertThat(read("socket.permissions", "---------").socket().permissions())
                .isZero();
    }

    @Test
    void aDurationIsReadAsOne() throws InvalidConfigurationException {
        assertThat(read("idle.timeout", Duration.ofSeconds(90)).idleTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read("idle.timeout", List.of(Duration.ofMillis(1))).idleTimeout())
                .isEqualTo(Duration.ofMillis(1));
        assertThat(read("idle.timeout", Duration.ofDays(365)).idleTimeout()).isEqualTo(Duration.ofDays(365));
        assertThat(read("drain.timeout", Duration.ZERO).drainTimeout()).isZero();
    }

    @Test
    void aDurationThatCannotBeKeptIsRefused() {
        assertRefused("idle.timeout", Duration.ofNanos(1), "is not a duration");
        assertRefused("idle.timeout", Duration.ofNanos(1_500_000), "is not a duration");
        assertRefused("idle.timeout", Duration.ofSeconds(-1), "is not a duration");
        assertRefused("idle.timeout", Duration.ofMillis(-1500), "is not a duration");
        assertRefused("idle.timeout", Duration.ofDays(365).plusMillis(1), "is longer than a year");
        assertRefused("idle.timeout", Duration.ofSeconds(Long.MAX_VALUE), "is longer than a year");
        assertRefused("idle.timeout", Duration.ofSeconds(Long.MIN_VALUE), "is not a duration");
        assertRefused("message.max", Duration.ofSeconds(10), " = 10s: is not a whole number");
    }

    @Test
    void aNumberIsADurationOnlyIfItIsNothing() throws InvalidConfigurationException {
        assertThat(read("idle.timeout", 0).idleTimeout()).isZero();
        assertThat(read("idle.timeout", 0L).idleTimeout()).isZero();
        for (Object number : List.of(300, 300L, 1.5, -1)) {
            assertRefused("idle.timeout", number, "is not a duration; write whole numbers with units");
        }
    }

    @Test
    void wholeNumbersOfAnyTypeAreRead() throws InvalidConfigurationException {
        for (Object number :
                List.of(100, 100L, (short) 100, (byte) 100, BigInteger.valueOf(100), new BigDecimal(100))) {
            assertThat(read("message.max", number).messageMax()).isEqualTo(100);
        }
        assertThat(read("message.max", new int[] {100}).messageMax()).isEqualTo(100);
        assertThat(read("socket.group", 0).socket().group()).isPresent();
    }

    @Test
    void otherNumbersAreRefused() {
        for (Object number :
                List.of(1000.0, 1.0E3f, 1e9, Double.NaN, Float.POSITIVE_INFINITY, new BigDecimal("1E+3"))) {
            assertRefused("message.max", number, " = " + number, "is not a whole number");
        }
        for (Object number : List.of(-1, 0, Integer.MIN_VALUE, 1L << 32, (1L << 32) + 4096, Long.MAX_VALUE)) {
            assertRefused("message.max", number, " = " + number, "is out of range");
        }
        assertRefused("message.max", BigInteger.TWO.pow(64).add(BigInteger.TEN), "is out of range");
        assertRefused("socket.group", -1, "is not a group");
        assertRefused("socket.group", 1.0, "is not a group");
    }

    @Test
    void booleansAreRefusedEverywhere() throws InvalidConfigurationException {
        for (String key : keys()) {
            assertRefused(key, true, " = true: ");
        }
    }

    @Test
    void charactersInAnArrayAreRefusedEverywhereAndNotShown() throws InvalidConfigurationException {
        for (String key : keys()) {
            assertRefused(key, "0600".toCharArray(), key + ": is an array of characters; write text");
        }
    }

    @Test
    void severalValuesAreRefusedWhereOneIsWanted() {
        assertRefused("socket.path", new String[] {"/run/a", "b"}, "has 2 values: /run/a,b; write one");
        assertRefused("socket.group", List.of(0, 1), "has 2 values: 0,1; write one");
        assertRefused("socket.permissions", new int[] {6, 0, 0}, "has 3 values: 6,0,0; write one");
        assertRefused("handler.target", new String[] {"(a=b)", "(c=d)"}, "has 2 values");
        assertRefused("idle.timeout", List.of("1s", "2s"), "has 2 values");
        assertRefused("message.max", List.of(1, 2), "has 2 values");
        assertRefused("engine", List.of("auto", "epoll"), "has 2 values");
        assertRefused("engine", List.of(List.of("auto")), "is a list of lists");
    }

    @Test
    void anEmptyListIsAsIfTheKeyWereMissing() throws InvalidConfigurationException {
        assertThat(read("message.max", List.of()).messageMax()).isEqualTo(1 << 20);
        assertThat(read("message.max", new int[0]).messageMax()).isEqualTo(1 << 20);
        assertThat(read("message.max", null).messageMax()).isEqualTo(1 << 20);
    }

    @Test
    void whatIsWrittenAsItLooksIsTakenAsText() throws InvalidConfigurationException {
        assertThat(read("socket.path", Path.of("/run/a.sock")).socket().path()).isEqualTo("/run/a.sock");
    }
}
