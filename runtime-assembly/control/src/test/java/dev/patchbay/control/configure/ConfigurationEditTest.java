package dev.patchbay.control.configure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationEditTest {

    private static String set(String text, String key, String value) {
        ConfigurationEdit edit = new ConfigurationEdit(text);
        edit.set(key, value);
        return edit.text();
    }

    private static String unset(String text, String... keys) {
        ConfigurationEdit edit = new ConfigurationEdit(text);
        edit.unset(List.of(keys));
        return edit.text();
    }

    @Test
    void everythingButTheValueStaysAsItIs() {
        String text = """
                # The server.
                ! idle.timeout = 1m

                  socket.path : /run/\\
                      echo.sock
                idle\\.timeout=1m
                \tloops 2
                """;

        assertThat(set(text, "idle.timeout", "5m")).isEqualTo(text.replace("=1m\n", "=5m\n"));
        assertThat(set(text, "loops", "1")).isEqualTo(text.replace("loops 2", "loops 1"));
        assertThat(set(text, "socket.path", "@echo")).isEqualTo(text.replace("/run/\\\n      echo.sock", "@echo"));
        assertThat(unset(text, "socket.path"))
                .isEqualTo(text.replace("  socket.path : /run/\\\n      echo.sock\n", ""));
    }

    @Test
    void aValueThatIsTheSameKeepsItsSpelling() {
        String text = "socket.path = /run/\\\n   echo.sock  \nloops = \\u0031";

        assertThat(set(text, "socket.path", "/run/echo.sock")).isEqualTo(text);
        assertThat(set(text, "loops", "1")).isEqualTo(text);
    }

    @Test
    void aNewKeyIsAddedAtTheEndWithTheLineEndsOfTheFile() {
        assertThat(set("loops = 1\r\n", "idle.timeout", "5m")).isEqualTo("loops = 1\r\nidle.timeout = 5m\r\n");
        assertThat(set("loops = 1", "idle.timeout", "5m")).isEqualTo("loops = 1\nidle.timeout = 5m\n");
        assertThat(set("\uFEFFloops = 1\r", "idle.timeout", "")).isEqualTo("\uFEFFloops = 1\ridle.timeout =\r");
        assertThat(set("", "loops", "1")).isEqualTo("loops = 1\n");
        assertThat(set("loops = 1\\", "engine", "auto")).isEqualTo("loops = 1\nengine = auto\n");
        assertThat(set("loops = 1\\\n", "engine", "auto")).isEqualTo("loops = 1\nengine = auto\n");
        assertThat(set("# no end\\", "engine", "auto")).isEqualTo("# no end\\\nengine = auto\n");
    }

    @Test
    void ofTwoLinesWithOneKeyTheOneThatCountsIsChanged() {
        assertThat(set("loops = 1\nloops = 2\n", "loops", "3")).isEqualTo("loops = 1\nloops = 3\n");
        assertThat(unset("loops = 1\na = b\nloops = 2\n", "loops")).isEqualTo("a = b\n");
    }

    @Test
    void aKeyWithoutSeparatorGetsOne() {
        assertThat(set("idle.timeout\nloops =\n", "idle.timeout", "5m")).isEqualTo("idle.timeout = 5m\nloops =\n");
        assertThat(set("idle.timeout\nloops =\n", "loops", "1")).isEqualTo("idle.timeout\nloops =1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(&(a=b)(!(c=d)))",
                "back\\slash\\",
                "two\nlines\r\n",
                "tab\tfeed\f",
                "${patchbay.home}/run/é😀.sock",
                "\u0001\u0085",
                "# no comment",
                "= : !",
                "\\u0041"
            })
    void everyValueIsReadBackAsItWasGiven(String value) throws IOException {
        for (String text : List.of("", "# c\nkey = \\\n old\\\\\nother = 1\n", "key", "other = 1\\")) {
            Properties read = new Properties();
            String edited = set(text, "key", value.strip());
            read.load(new StringReader(edited));

            assertThat(read.getProperty("key")).as(edited).isEqualTo(value.strip());
            assertThat(read.getProperty("other")).isEqualTo(text.contains("other") ? "1" : null);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = b\\\n\nc = d\n",
                "a\\\n  b = c\n",
                "a\\=b = c\\\r\n\r\n",
                "   \\\n a = b",
                "a = b\\\\\nc = d\\\\\\\n  e",
                "#a \\\nb = c",
                "= only a value\n:\n",
                "a \\\n = \\\n b\n",
                "\\\nkey = x"
            })
    void linesAreThoseThatTheHostReads(String text) throws IOException {
        Properties read = new Properties();
        read.load(new StringReader(text));
        ConfigurationEdit edit = new ConfigurationEdit(text);

        assertThat(edit.text()).isEqualTo(text);
        assertThat(edit.values().keySet()).isEqualTo(read.stringPropertyNames());
        for (String key : read.stringPropertyNames()) {
            Properties changed = new Properties();
            changed.load(new StringReader(set(text, key, "new")));
            Properties expected = new Properties();
            expected.putAll(read);
            expected.setProperty(key, "new");
            assertThat(changed).as(key + " in " + text).isEqualTo(expected);
        }
    }
}
