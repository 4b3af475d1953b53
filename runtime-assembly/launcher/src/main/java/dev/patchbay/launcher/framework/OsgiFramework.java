package dev.patchbay.launcher.framework;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
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
 * The OSGi framework with the bundles of the distribution.
 *
 * <p>The main thread starts it, and the thread of the shutdown hook stops it. A stop waits for a start that is in
 * progress, because a framework whose start level rises while it stops starts its bundles again.
 */
public final class OsgiFramework {

    /** How long a stop waits for a start that is in progress before it goes ahead. */
    private static final long START_MILLIS = 10_000;

    private final Framework framework;
    private final Lock startOrStop = new ReentrantLock();
    private final List<Bundle> installed = new ArrayList<>();

    private OsgiFramework(Framework framework) {
        this.framework = framework;
    }

    /**
     * Creates a framework in which all bundles are installed and none is started.
     *
     * @throws LaunchFailure with {@link ExitStatus#SOFTWARE} if there is no framework, or a bundle cannot be installed
     */
    public static OsgiFramework create(Map<String, String> settings, List<BundleFolder> folders) throws LaunchFailure {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new LaunchFailure(
                        ExitStatus.SOFTWARE, "no OSGi framework found in lib/; reinstall the distribution"));
        OsgiFramework created = new OsgiFramework(factory.newFramework(settings));
        try {
            BundleFolder.refuseTwins(folders);
            created.framework.init();
            created.install(folders);
            return created;
        } catch (BundleException | IOException e) {
            throw new LaunchFailure(
                    ExitStatus.SOFTWARE,
                    "cannot install the bundles: " + e.getMessage() + "; reinstall the distribution",
                    e);
        }
    }

    /** Returns the context of the system bundle. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Starts all bundles up to the level at which servers accept connections.
     *
     * @throws LaunchFailure with {@link ExitStatus#SOFTWARE} if the framework or a bundle does not start; the message
     *     names each bundle that did not start, and why
     */
    public void start() throws LaunchFailure {
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

    /** Starts the bundles above that level. Does nothing if the framework is no longer active. */
    public void startRest() throws InterruptedException {
        int highest = installed.stream().mapToInt(OsgiFramework::level).max().orElse(FrameworkSettings.SERVING_LEVEL);
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

    /**
     * Waits until the framework has stopped. If it stops only to restart after an update, starts it and waits again.
     *
     * @throws LaunchFailure as {@link #start()} does
     */
    public void awaitStop() throws InterruptedException, LaunchFailure {
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            start();
        }
    }

    /**
     * Stops the framework. Bundles stop in the reverse order of their start levels, so the servers drain before their
     * handlers stop. Does nothing if the framework has already stopped.
     *
     * @return the bundles, including the system bundle, that are still stopping after this time; empty if the framework
     *     has stopped
     */
    public List<String> stop(long timeoutMillis) throws BundleException, InterruptedException {
        boolean locked = startOrStop.tryLock(START_MILLIS, TimeUnit.MILLISECONDS);
        try {
            framework.stop();
            if (framework.waitForStop(timeoutMillis).getType() != FrameworkEvent.WAIT_TIMEDOUT) {
                return List.of();
            }
        } finally {
            if (locked) {
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
                .map(OsgiFramework::fault)
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

    /** Returns why a bundle did not start. Starts it again to find out. Empty if it is active, or need not be. */
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
