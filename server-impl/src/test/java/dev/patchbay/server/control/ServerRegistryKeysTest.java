package dev.patchbay.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.runtime.ConfigurationKey;
import dev.patchbay.server.config.Key;
import dev.patchbay.server.config.Keys;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerRegistryKeysTest {

    private final List<ConfigurationKey> keys = new ServerRegistry().keys();

    @Test
    void operatorsSeeEveryDeclaredKeyInItsOrder() {
        assertThat(keys)
                .extracting(ConfigurationKey::name)
                .containsExactlyElementsOf(Keys.all().stream().map(Key::name).toList());
    }

    @Test
    void aKeyHasTheTypeRangeDefaultAndTextOfItsDeclaration() {
        ConfigurationKey loops = named("loops");

        assertThat(loops.type()).isEqualTo("whole number");
        assertThat(loops.unit()).isEqualTo("event loops");
        assertThat(loops.byDefault()).isEqualTo("0");
        assertThat(loops.least()).isEqualTo("0");
        assertThat(loops.greatest()).isEqualTo("1024");
        assertThat(loops.required()).isFalse();
        assertThat(loops.text()).startsWith("How many event loops");
        assertThat(named("engine").choices()).containsExactly("auto", "epoll", "portable");
        assertThat(named("socket.path").required()).isTrue();
    }

    private ConfigurationKey named(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst().orElseThrow();
    }
}
