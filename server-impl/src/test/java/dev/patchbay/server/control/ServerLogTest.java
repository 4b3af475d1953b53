package dev.patchbay.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/** The lines that an operator reads. */
class ServerLogTest {

    private final List<String> lines = new ArrayList<>();
    private final List<Throwable> traces = new ArrayList<>();
    private long now = 17;
    private final ServerLog log = new ServerLog("echo", () -> now, logger());

    @Test
    void updateOfAHandlerIsOneLineWithBothVersions() {
        log.holdingStarted("echo", 3);
        log.holdingEnded("echo", "shout", Duration.ofMillis(42));
        log.handlerChanged("echo", "shout 1.0.0", "shout 1.0.1", 3, Duration.ofMillis(42), true);
        log.tick();

        assertThat(lines)
                .containsExactly("INFO server echo: handler shout 1.0.0 -> 1.0.1, 3 connections moved, held 42 ms");
        assertThat(log.nanosUntilTick()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void swapOfOneHandlerForAnotherIsOneLineWithBothNames() {
        log.handlerSwapped("echo", "echo", "uppercase", 1, Duration.ofNanos(5_922_279));
        log.handlerChanged("echo", "echo 1.0.0", "uppercase 2.0.0", 1, Duration.ofNanos(5_922_279), false);

        assertThat(lines)
                .containsExactly(
                        "INFO server echo: handler echo 1.0.0 -> uppercase 2.0.0, 1 connection moved, in 6 ms");
    }

    @Test
    void handlerWithoutVersionIsNamedAllTheSame() {
        log.handlerChanged("echo", "a", "b", 0, Duration.ZERO, false);
        log.handlerChanged("echo", null, "b", 2, Duration.ofSeconds(3), true);

        assertThat(lines)
                .containsExactly(
                        "INFO server echo: handler a -> b, 0 connections moved, in less than 1 ms",
                        "INFO server echo: handler b serves, 2 connections taken over, held 3 s");
    }

    @Test
    void lackOfAHandlerIsAWarningOnlyWhenItLasts() {
        log.holdingStarted("echo", 3);
        assertThat(log.nanosUntilTick()).isEqualTo(ServerLog.HOLD_NANOS);
        now += ServerLog.HOLD_NANOS - 1;
        log.tick();
        assertThat(lines).isEmpty();

        now++;
        assertThat(log.nanosUntilTick()).isZero();
        log.tick();
        log.tick();

        assertThat(lines).singleElement().asString().startsWith("WARN server echo has no handler: 3 connections");
        assertThat(log.nanosUntilTick()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void holdThatEndsWithTheServerIsNoWarning() {
        log.holdingStarted("echo", 3);
        log.serverDraining("echo", 3);
        now += 2 * ServerLog.HOLD_NANOS;
        log.tick();

        assertThat(lines).containsExactly("INFO server echo drains: 3 connections may finish");
    }

    @Test
    void twoHundredFailingClientsAreABoundedNumberOfLinesWithTheCountOfTheRest() {
        for (int i = 1; i <= 200; i++) {
            log.error("echo", "handler shout failed for connection " + i, new IllegalStateException("no " + i));
            log.connectionClosed("echo", i, ReleaseReason.HANDLER_FAILED, totals(10, 0));
        }
        assertThat(lines).hasSize(10);
        assertThat(traces).hasSize(1);
        assertThat(log.nanosUntilTick()).isEqualTo(60_000_000_000L);

        now += 60_000_000_000L;
        log.tick();

        assertThat(lines).hasSize(12);
        assertThat(lines)
                .contains(
                        "WARN server echo: 195 more connections ended: HANDLER_FAILED; the last was connection 200",
                        "ERROR server echo: 195 more errors like this: handler shout failed for connection 200");
    }

    @Test
    void countOfTheRestIsNotLostWhenTheServerStops() {
        for (int i = 1; i <= 8; i++) {
            log.connectionClosed("echo", i, ReleaseReason.CLIENT_CLOSED, totals(10, 4));
        }
        log.serverStopped("echo", 0, 0, Duration.ofMillis(20));

        assertThat(lines).hasSize(7);
        assertThat(lines.get(5))
                .isEqualTo("INFO server echo: 3 more connections ended: CLIENT_CLOSED; the last was connection 8");
        assertThat(lines.get(6)).isEqualTo("INFO server echo has stopped gracefully in 20 ms: 0 finished, 0 forced");
    }

    @Test
    void everyOtherFaultOfAConfigurationIsLoggedThoughTheyComeQuickly() {
        for (int i = 0; i < 20; i++) {
            log.configurationRejected("echo", List.of("loops = many" + i));
        }
        assertThat(lines).hasSize(20);
        for (int i = 0; i < 20; i++) {
            log.configurationRejected("echo", List.of("always the same"));
        }

        assertThat(lines).hasSize(25);
    }

    @Test
    void startThatFailsIsOneLine() {
        log.serverFailed("echo", new java.io.IOException("cannot make a socket"));
        log.configurationRejected("echo", List.of("cannot make a socket"));
        assertThat(lines).containsExactly("ERROR server echo failed: cannot make a socket");
        log.configurationRejected("echo", List.of("cannot make a socket"));
        assertThat(lines).hasSize(2);
    }

    @Test
    void noTextOfOthersForgesALine() {
        String forged = "x\n12:00 ERROR forged\u001b[2J";
        ServerLog ofForged = new ServerLog(forged, () -> now, logger());
        ofForged.serverStarted(forged, forged);
        ofForged.handlerChanged(forged, forged, forged + "2", 1, Duration.ZERO, false);
        ofForged.configurationRejected(forged, List.of(forged));
        ofForged.serverFailed(forged, new IllegalStateException(forged));
        ofForged.error(forged, forged, new IllegalStateException(forged));
        ofForged.error(forged, forged, new IllegalStateException(forged));

        assertThat(lines).hasSize(6).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
        assertThat(traces).allMatch(trace -> trace.toString().chars().noneMatch(Character::isISOControl));
    }

    private static Totals totals(long in, long unconsumed) {
        return new Totals(in, 0, unconsumed, 0, Duration.ofMillis(5));
    }

    /** Returns a logger that notes what is logged from INFO on. */
    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (self, method, values) -> {
                    String level = method.getName();
                    if (level.startsWith("is")) {
                        return !level.equals("isDebugEnabled") && !level.equals("isTraceEnabled");
                    }
                    if (!level.equals("debug")) {
                        note(level, values);
                    }
                    return null;
                });
    }

    private void note(String level, Object... values) {
        Object[] arguments = values.length == 2 && values[1] instanceof Object[] many
                ? many
                : Arrays.copyOfRange(values, 1, values.length);
        FormattingTuple formatted = MessageFormatter.arrayFormat((String) values[0], arguments);
        lines.add(level.toUpperCase(Locale.ROOT) + " " + formatted.getMessage());
        if (formatted.getThrowable() != null) {
            traces.add(formatted.getThrowable());
        }
    }
}
