package dev.patchbay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What tools show of the configuration is what is read. */
class ServerConfigurationTest {

    private static final String PATH = "/run/echo.sock";

    @Test
    void theKeysAndDefaultsThatToolsShowAreThoseThatAreRead() throws InvalidConfigurationException {
        Map<String, String> read = ConfigReader.read(Map.of("socket.path", PATH), target -> properties -> true)
                .toMap();

        assertThat(shown()).containsExactlyInAnyOrderEntriesOf(read);
    }

    /** The rule of Declarative Services: an underscore in an element's name is a full stop in the key. */
    private static Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        for (Method element : ServerConfiguration.class.getDeclaredMethods()) {
            Object byDefault = element.getDefaultValue();
            shown.put(element.getName().replace('_', '.'), byDefault == null ? PATH : byDefault.toString());
        }
        return shown;
    }
}
