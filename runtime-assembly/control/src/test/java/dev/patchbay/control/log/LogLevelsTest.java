package dev.patchbay.control.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLoggerFactory;

class LogLevelsTest {

    private final LoggerContext context = new LoggerContext();
    private final LogLevels levels = LogLevels.of(context);

    @Test
    void onlyLoggersWithALevelOfTheirOwnAreListed() {
        context.getLogger("org.example.quiet");
        levels.set("org.example", "warn");

        assertThat(levels.levels())
                .containsEntry("ROOT", "DEBUG")
                .containsEntry("org.example", "WARN")
                .hasSize(2);
        assertThat(context.getLogger("org.example.quiet").isInfoEnabled()).isFalse();
    }

    @Test
    void aLevelThatIsTakenAwayIsInheritedAgain() {
        levels.set("org.example", "ERROR");
        levels.set("org.example", null);

        assertThat(levels.levels()).doesNotContainKey("org.example");
        assertThat(context.getLogger("org.example").isDebugEnabled()).isTrue();
    }

    @Test
    void theRootKeepsALevel() {
        levels.set("root", "INFO");

        assertThat(levels.levels()).containsEntry("ROOT", "INFO");
        assertThatThrownBy(() -> levels.set("ROOT", null)).hasMessageContaining("the root has no logger above");
    }

    @Test
    void aWrongLevelNamesTheRightOnes() {
        assertThatThrownBy(() -> levels.set("org.example", "LOUD"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LOUD is not a level; write one of TRACE, DEBUG, INFO, WARN, ERROR, OFF");
        assertThatThrownBy(() -> levels.set(" ", "INFO")).hasMessageContaining("no logger is named");
    }

    @Test
    void withoutLogbackTheErrorSaysWhichLogThereIs() {
        LogLevels none = LogLevels.of(new NOPLoggerFactory());

        assertThatThrownBy(none::levels)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("is not Logback but org.slf4j.helpers.NOPLoggerFactory");
        assertThatThrownBy(() -> none.set("a", "INFO")).isInstanceOf(UnsupportedOperationException.class);
    }
}
