package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationNameTest {

    @ParameterizedTest
    @CsvSource({
        "dev.patchbay.server~echo.cfg, dev.patchbay.server, echo",
        "dev.patchbay.server-echo.cfg, dev.patchbay.server, echo",
        "dev.patchbay.server~a-b.cfg, dev.patchbay.server, a-b",
        "dev.patchbay.server-a~b.cfg, dev.patchbay.server-a, b",
        "dev.patchbay.server-a-b.cfg, dev.patchbay.server, a-b",
        "dev.patchbay.server~a.b~c.cfg, dev.patchbay.server, a.b~c",
        "dev.patchbay.server~x.cfg.cfg, dev.patchbay.server, x.cfg",
        "dev.patchbay.handler.json.cfg, dev.patchbay.handler.json, ''",
        "dev.patchbay.handler.json~x.cfg, dev.patchbay.handler.json, x",
        "dev.patchbay.handler.json-x.cfg, dev.patchbay.handler.json, x"
    })
    void nameStandsForAPidAndANameWithinItsFactory(String file, String pid, String name) {
        assertThat(ConfigurationName.of(file)).contains(new ConfigurationName(pid, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logback.xml",
                "x.conf",
                "a~x.cfg.bak",
                "~x.cfg",
                "-x.cfg",
                "a~.cfg",
                ".a~x.cfg",
                ".cfg",
                "cfg",
                "a~x.CFG"
            })
    void otherNamesStandForNothing(String file) {
        assertThat(ConfigurationName.of(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x.conf",
                "server.conf",
                "dev.patchbay.server~x.cfg.bak",
                "dev.patchbay.server~x.cfg.rpmsave",
                "dev.patchbay.server~x.CFG",
                "dev.patchbay.server~x",
                "dev.patchbay.server~x.config",
                "dev.patchbay.server~x.cfg.txt",
                "~x.cfg",
                "dev.patchbay.server~.cfg",
                "x.yaml",
                "x.properties",
                "server~x.cfg",
                "echo.cfg",
                "dev.patchbay.servers~x.cfg",
                "dev.patchbay.Server~x.cfg",
                "Dev.Patchbay.server~x.cfg",
                "dev.patchbay.server-a~b.cfg",
                "dev.patchbay.server.x.cfg",
                "dev.patchbay.server.cfg",
                "dev.patchbay.handler.jsn~x.cfg"
            })
    void fileThatLooksLikeAConfigurationAndHasNoEffectIsExplained(String file) {
        assertThat(ConfigurationName.advice(file)).containsPattern("renam|NAME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.patchbay.server~x.cfg",
                "dev.patchbay.server-x.cfg",
                "dev.patchbay.handler.json.cfg",
                "dev.patchbay.handler.json~x.cfg",
                "dev.patchbay.handler.json-x.cfg",
                "dev.patchbay.handler.mcp.cfg",
                "dev.patchbay.handler.mcp~x.cfg",
                "com.example.shout.cfg",
                "com.example.shout~x.cfg",
                "logback.xml",
                "README.md",
                "README",
                ".dev.patchbay.server~x.cfg.swp",
                "dev.patchbay.server~x.cfg~",
                "#dev.patchbay.server~x.cfg#",
                "dev.patchbay.server~x.cfg.tmp",
                "conf123.tmp"
            })
    void fileThatHasAnEffectOrNeedsNoneIsNotRemarkedOn(String file) {
        assertThat(ConfigurationName.advice(file)).isEmpty();
    }

    @Test
    void adviceNamesWhatToWrite() {
        assertThat(ConfigurationName.advice("server~shout.cfg"))
                .contains("PID server;", "dev.patchbay.server~shout.cfg");
    }
}
