package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchbay top} on a terminal, which is as before when it ends. */
@Timeout(180)
@EnabledIf("script")
class TopIT {

    private static final String ENTER = "\u001b[?1049h";
    private static final String LEAVE = "\u001b[?1049l";

    @TempDir
    private Path directory;

    static boolean script() {
        return Files.isExecutable(Path.of("/usr/bin/script"));
    }

    /** Runs top on a terminal, and returns what the terminal was sent, with its settings after that. */
    private String onTerminal(String options) throws Exception {
        return commands()
                .run(List.of("script", "-qec", top(options), "/dev/null"))
                .out();
    }

    private CommandLine commands() {
        return new CommandLine(directory, Map.of("TERM", "xterm"));
    }

    private String top(String options) {
        String top = String.join(" ", commands().words("top"));
        return "stty cols 50 rows 8; " + top + options + "; echo \"[exit $?]\"; stty -a";
    }

    private static void assertRestored(String shown) {
        assertThat(shown).contains(ENTER, LEAVE);
        assertThat(shown.substring(shown.indexOf(LEAVE)))
                .contains(" icanon ", " echo ")
                .doesNotContain(ENTER);
    }

    @Test
    void itFitsTheTerminalAndLeavesItAsItWas() throws Exception {
        directory = directory.toRealPath();
        try (Patchbay patchbay = Patchbay.start(directory)) {
            String shown = onTerminal(" --count 2 --every 200ms");

            assertRestored(shown);
            assertThat(shown).contains("[exit 0]", "process " + patchbay.pid(), "Ready: ", "CONNECTIONS");
            String screen = shown.substring(shown.indexOf(ENTER), shown.indexOf(LEAVE));
            for (String frame : screen.split("\u001b\\[H")) {
                List<String> lines = frame.replaceAll("\u001b\\[[?0-9;]*[a-zA-Z]|\r", "")
                        .lines()
                        .toList();
                assertThat(lines).hasSizeLessThanOrEqualTo(8).allMatch(line -> line.length() <= 50);
            }
        }
    }

    @Test
    void anInterruptLeavesTheTerminalAsItWasToo() throws Exception {
        directory = directory.toRealPath();
        try (Patchbay patchbay = Patchbay.start(directory)) {
            String shown = commands().interruptOnTerminal(top(""), "Ready: ");

            assertRestored(shown);
            assertThat(shown).doesNotContain("[exit 0]");
            assertThat(patchbay.pid()).isPositive();
        }
    }

    @Test
    void withoutAPatchbayItSaysSoAndGoesOn() throws Exception {
        directory = directory.toRealPath();
        String shown = onTerminal(" --count 2 --every 200ms");

        assertRestored(shown);
        assertThat(shown).contains("no Patchbay runs in", "[exit 0]");
    }
}
