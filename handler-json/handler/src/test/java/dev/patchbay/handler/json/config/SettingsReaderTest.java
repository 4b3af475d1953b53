package dev.patchbay.handler.json.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void nothingMeansTheDefaults() throws InvalidSettingsException {
        assertThat(SettingsReader.read(Map.of())).isEqualTo(Settings.DEFAULTS);
        assertThat(SettingsReader.read(Map.of("depth.max", " ", "in.order", "")))
                .isEqualTo(Settings.DEFAULTS);
    }

    @Test
    void everyKeyIsReadAsTextAndAsAValue() throws InvalidSettingsException {
        Map<String, Object> properties = new HashMap<>();
        properties.put("message.max", "64");
        properties.put("depth.max", 1000);
        properties.put("number.max", " 20 ");
        properties.put("batch.max", 1L);
        properties.put("in.flight.max", "1073741824");
        properties.put("answers.max", "1000");
        properties.put("in.order", true);
        properties.put("unregister.timeout", "2h");
        properties.put("threads.max", "100000");

        assertThat(SettingsReader.read(properties))
                .isEqualTo(new Settings(64, 1000, 20, 1, 1 << 30, 1000, true, Duration.ofHours(2), 100_000));
    }

    @ParameterizedTest
    @CsvSource({"0,PT0S", "0ms,PT0S", "500ms,PT0.5S", "10s,PT10S", "5m,PT5M", "1h,PT1H", "1h30m,PT1H30M", "1d,PT24H"})
    void durationsAreWrittenAsInTheConfigurationsOfServers(String text, Duration duration)
            throws InvalidSettingsException {
        assertThat(SettingsReader.read(Map.of("unregister.timeout", text)).unregisterTimeout())
                .isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "message.max,63,out of range",
        "message.max,1073741825,out of range",
        "depth.max,0,out of range",
        "depth.max,1001,out of range",
        "number.max,19,out of range",
        "batch.max,-1,out of range",
        "in.flight.max,99999999999999999999,not a number",
        "in.flight.max,many,not a number",
        "threads.max,1e3,not a number",
        "in.order,yes,neither true nor false",
        "in.order,TRUE,neither true nor false",
        "unregister.timeout,5,not a duration",
        "unregister.timeout,-5s,not a duration",
        "unregister.timeout,30m1h,not a duration",
        "unregister.timeout,1000000000s,longer than a year"
    })
    void aFaultIsNamedWithItsKeyAndValue(String key, String value, String fault) {
        assertThatThrownBy(() -> SettingsReader.read(Map.of(key, value)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(key + " = " + value)
                .hasMessageContaining(fault);
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        assertThatThrownBy(
                        () -> SettingsReader.read(Map.of("depth.max", "deep", "in.order", "maybe", "batch.max", "0")))
                .hasMessageContaining("depth.max = deep")
                .hasMessageContaining("in.order = maybe")
                .hasMessageContaining("batch.max = 0");
    }

    @Test
    void aKeyThatDoesNotExistIsAFaultThatNamesTheNearestOne() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("in.flight.mx", "3", "service.pid", "x")))
                .hasMessage("in.flight.mx is not a key of this handler; write in.flight.max, or remove it");
    }
}
