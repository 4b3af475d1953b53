package dev.patchbay.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts which poller the tests that ran have used, for the summary at the end of the build. A test's poller is the one
 * that its own display name says, or that of a test container around it.
 *
 * <p>Surefire's reports do not say it: they leave the arguments of a parameterised class out.
 */
public final class PollerTally implements TestExecutionListener {

    /** The system property that holds the folder for the count; without it, nothing is written. */
    private static final String FOLDER = "patchbay.poller.tally";

    private static final List<String> POLLERS = List.of("epoll", "portable");

    private final Map<String, Integer> testsByPoller = new TreeMap<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() && result.getStatus() != Status.ABORTED) {
            pollerOf(test).ifPresent(poller -> testsByPoller.merge(poller, 1, Integer::sum));
        }
    }

    private Optional<String> pollerOf(TestIdentifier test) {
        return Stream.iterate(Optional.of(test), Optional::isPresent, inner -> inner.flatMap(plan::getParent))
                .map(Optional::get)
                .map(named -> named.getDisplayName().toLowerCase(Locale.ROOT))
                .flatMap(name -> POLLERS.stream().filter(name::contains))
                .findFirst();
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan finished) {
        String folder = System.getProperty(FOLDER);
        if (folder == null || testsByPoller.isEmpty()) {
            return;
        }
        try {
            Path file = Path.of(folder, "pollers-" + ProcessHandle.current().pid() + ".txt");
            Files.createDirectories(file.getParent());
            Files.write(file, lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        int jdk = Runtime.version().feature();
        return testsByPoller.entrySet().stream()
                .map(counted -> jdk + " " + counted.getKey() + " " + counted.getValue())
                .toList();
    }
}
