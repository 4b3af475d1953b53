package dev.patchbay.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * The framework and the bundles of the distribution. Starts run on the main thread, the stop on that of {@link Ending}; they
 * never overlap, because a framework whose start level rises while it stops starts its bundles again.
 */
final class Platform {

    /** What a start that is under way may take before a stop no longer waits for it. */
    private static final long START_MILLIS = 10_000;

    private final Framework framework;
    private final Lock startOrStop = new ReentrantLock();
    private final List<Bundle> installed = new ArrayList<>();

    private Platform(Framework framework) {
        this.framework = framework;
    }

    /** Makes a framework with all bundles installed and none started. */
    static Platform create(Map<String, String> settings, List<BundleFolder> folders) throws LaunchFailure {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new LaunchFailure(
                        ExitStatus.SOFTWARE, "there is no framework in lib/; install the distribution anew"));
        Platform platform = new Platform(factory.newFramework(settings));
        try {
            platform.framework.init();
            platform.install(folders);
            return platform;
        } catch (BundleException | IOException e) {
            throw new LaunchFailure(ExitStatus.SOFTWARE, "cannot install the bundles: " + e.getMessage(), e);
        }
    }

    /** Returns the context of the framework itself. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Starts all bundles up to the serving level; fails naming each one that did not start. */
    void start() throws LaunchFailure {
        startOrStop.lock();
        try {
            framework.start();
            verify();
        } catch (BundleException e) {
            throw new LaunchFailure(ExitStatus.SOFTWARE, "the framework does not start: " + e.getMessage(), e);
        } finally {
            startOrStop.unlock();
        }
    }

    /** Starts the bundles above the serving level. */
    void startRest() throws InterruptedException {
        int highest = installed.stream().mapToInt(Platform::level).max().orElse(FrameworkSettings.SERVING_LEVEL);
        CountDownLatch reached = new CountDownLatch(1);
        startOrStop.lock();
        try {
            if (framework.getState() == Bundle.ACTIVE) {
                framework.adapt(FrameworkStartLevel.class).setStartLevel(highest, event -> reached.countDown());
                reached.await();
            }
        } finally {
            startOrStop.unlock();
        }
    }

    /** Returns when the framework has stopped for good; carries on when it restarts itself. */
    void awaitStop() throws InterruptedException, LaunchFailure {
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            start();
        }
    }

    /**
     * Stops the framework: servers drain first, everything else follows.
     *
     * @return the bundles that kept it from stopping in this time, the framework itself among them; empty if it has
     *     stopped, or had before
     */
    List<String> stop(long timeoutMillis) throws BundleException, InterruptedException {
        boolean quiet = startOrStop.tryLock(START_MILLIS, TimeUnit.MILLISECONDS);
        try {
            framework.stop();
            if (framework.waitForStop(timeoutMillis).getType() != FrameworkEvent.WAIT_TIMEDOUT) {
                return List.of();
            }
        } finally {
            if (quiet) {
                startOrStop.unlock();
            }
        }
        return Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getState() == Bundle.STOPPING)
                .map(Bundle::getSymbolicName)
                .toList();
    }

    private void verify() throws LaunchFailure {
        List<String> faults = installed.stream()
                .map(Platform::fault)
                .flatMap(Optional::stream)
                .toList();
        if (!faults.isEmpty()) {
            throw new LaunchFailure(
                    ExitStatus.SOFTWARE, "these bundles do not start:\n  " + String.join("\n  ", faults));
        }
    }

    private void install(List<BundleFolder> folders) throws BundleException, IOException {
        BundleContext context = context();
        for (BundleFolder folder : folders) {
            for (Path jar : folder.jars()) {
                try (InputStream content = Files.newInputStream(jar)) {
                    Bundle bundle = context.installBundle(jar.toUri().toString(), content);
                    bundle.adapt(BundleStartLevel.class).setStartLevel(folder.level());
                    installed.add(bundle);
                }
            }
        }
        for (Bundle bundle : installed) {
            if (!fragment(bundle)) {
                bundle.start();
            }
        }
    }

    /** Starts the bundle if the framework did not, only to learn why. */
    private static Optional<String> fault(Bundle bundle) {
        if (level(bundle) <= FrameworkSettings.SERVING_LEVEL && !fragment(bundle)) {
            try {
                bundle.start();
            } catch (BundleException e) {
                return Optional.of(bundle.getSymbolicName() + ": " + reason(e));
            }
        }
        return Optional.empty();
    }

    private static String reason(BundleException e) {
        Throwable cause = e.getCause();
        return cause == null ? e.getMessage() : e.getMessage() + " " + cause;
    }

    private static int level(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel();
    }

    private static boolean fragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }
}
