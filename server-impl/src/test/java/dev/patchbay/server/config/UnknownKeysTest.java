package dev.patchbay.server.config;

import static dev.patchbay.server.config.ConfigReaderPathTest.faultsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that do not exist. */
class UnknownKeysTest {

    private static List<String> faults(Map<String, ?> properties) {
        return faultsOf(() -> ConfigReader.read(properties, ConfigReaderPathTest::filter));
    }

    @ParameterizedTest
    @CsvSource({
        "allow.uid, allow.uids",
        "allow.guids, allow.gids",
        "socket.pth, socket.path",
        "lops, loops",
        "Loops, loops",
        "IDLE_TIMEOUT, idle.timeout",
        "idle, idle.timeout",
        "idle-timeout, idle.timeout",
        "maxConnections, connections.max",
        "connection.max.per.uid, connections.max.per.uid",
        "write.hi, write.high",
        "permissions, socket.permissions"
    })
    void aKeyThatDoesNotExistIsAFaultWithTheNearestOneThatDoes(String key, String nearest) {
        assertThat(faults(Map.of("socket.path", "@x", key, "1")))
                .containsExactly(key + ": is not a key of a server; the nearest is " + nearest);
    }

    @Test
    void aKeyOfAnotherCaseDoesNotStandForItsOwn() {
        assertThat(faults(Map.of("Socket.Path", "@x")))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("socket.path: is missing"));
    }

    @Test
    void allKeysThatDoNotExistAreNamedWithAllOtherFaults() {
        Map<String, Object> wrong = new HashMap<>(Map.of("a", 1, "b", 2, "", 3, "loops", "many", "engine", "steam"));
        wrong.put(null, 4);

        assertThat(faults(wrong))
                .extracting(fault -> fault.replaceFirst("[: ].*", ""))
                .containsExactlyInAnyOrder("", "a", "b", "null", "loops", "engine", "socket.path");
    }

    @Test
    void keysThatComeAlongInOsgiAreIgnored() throws InvalidConfigurationException {
        Map<String, Object> properties = Map.of(
                "socket.path", "@x",
                "service.pid", "dev.patchbay.server~echo",
                "component.id", 7L,
                "felix.fileinstall.filename", "file:/conf/echo.cfg",
                "org.apache.karaf.features", "x",
                "osgi.ds.satisfying.condition.target", "(osgi.condition.id=true)",
                "webconsole.configurationFactory.nameHint", "x",
                ".hidden", new Object());

        assertThat(ConfigReader.read(properties, ConfigReaderPathTest::filter)
                        .socket()
                        .path())
                .isEqualTo("@x");
    }
}
