package dev.patchbay.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The framework and the bundles of the distribution. */
final class Platform {

    private final Framework framework;
    private final List<Bundle> installed = new ArrayList<>();
    private final Map<Bundle, Throwable> errors = new ConcurrentHashMap<>();

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
            platform.framework.init(platform::note);
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
        try {
            framework.start();
        } catch (BundleException e) {
            throw new LaunchFailure(ExitStatus.SOFTWARE, "the framework does not start: " + e.getMessage(), e);
        }
        List<String> failed =
                installed.stream().filter(this::idle).map(this::failure).toList();
        if (!failed.isEmpty() && framework.getState() == Bundle.ACTIVE) {
            throw new LaunchFailure(ExitStatus.SOFTWARE, "cannot start bundles: " + String.join("; ", failed));
        }
    }

    /** Starts the bundles above the serving level, in the background. */
    void startRest() {
        int highest = installed.stream().mapToInt(Platform::level).max().orElse(FrameworkSettings.SERVING_LEVEL);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(highest);
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
     * @return the bundles that kept it from stopping in this time; empty if it has stopped, or had before
     */
    List<String> stop(long timeoutMillis) throws BundleException, InterruptedException {
        framework.stop();
        if (framework.waitForStop(timeoutMillis).getType() != FrameworkEvent.WAIT_TIMEDOUT) {
            return List.of();
        }
        return installed.stream()
                .filter(bundle -> bundle.getState() == Bundle.STOPPING)
                .map(Bundle::getSymbolicName)
                .toList();
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

    private void note(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            errors.put(event.getBundle(), event.getThrowable());
        }
    }

    private boolean idle(Bundle bundle) {
        return level(bundle) <= FrameworkSettings.SERVING_LEVEL
                && !fragment(bundle)
                && bundle.getState() != Bundle.ACTIVE;
    }

    private String failure(Bundle bundle) {
        Throwable error = errors.get(bundle);
        return bundle.getSymbolicName() + ": " + (error == null ? "no reason given" : error.getMessage());
    }

    private static int level(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel();
    }

    private static boolean fragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }
}
