package dev.patchbay.launcher;

import com.sun.security.auth.module.UnixSystem;
import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import dev.patchbay.launcher.framework.BundleFolder;
import dev.patchbay.launcher.framework.FrameworkSettings;
import dev.patchbay.launcher.framework.OsgiFramework;
import dev.patchbay.launcher.framework.ReadySignal;
import dev.patchbay.launcher.home.Home;
import dev.patchbay.launcher.home.HomeLock;
import dev.patchbay.launcher.home.PermissionCheck;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs Patchbay in the foreground until a signal or a command of the shell stops it. {@code bin/patchbay} passes the
 * arguments after {@code run}, and the directory of the distribution in the system property {@value #DISTRIBUTION}.
 *
 * <p>The ready line and the shell, if there is one, use standard output. The log and messages about failures go to
 * standard error.
 */
public final class Main {

    private static final String DISTRIBUTION = "patchbay.distribution";

    /**
     * The logger of SPI Fly, which starts before the log does and would print to the console. The field keeps the
     * logger reachable, because a logger that is garbage collected loses its level.
     */
    private static final Logger SPI_FLY = Logger.getLogger("org.apache.aries.spifly");

    private final Shutdown shutdown = new Shutdown();

    /** Kept in a field until the process ends, because a lock that is garbage collected is released. */
    private HomeLock lock;

    private Main() {}

    /** Runs Patchbay. Does not return: the process exits with an {@link ExitStatus}. */
    public static void main(String[] arguments) {
        new Main().run(List.of(arguments));
    }

    private void run(List<String> arguments) {
        Runtime.getRuntime().addShutdownHook(shutdown);
        SPI_FLY.setLevel(Level.WARNING);
        try {
            Path distribution = distribution();
            serve(Options.parse(arguments, distribution), distribution);
            shutdown.exit(ExitStatus.OK);
        } catch (LaunchFailure e) {
            System.err.println("patchbay: " + e.getMessage());
            shutdown.exit(e.status());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            shutdown.exit(ExitStatus.SOFTWARE);
        }
    }

    private void serve(Options options, Path distribution) throws LaunchFailure, InterruptedException {
        Home home = new Home(options.home());
        List<String> unsafe = unsafe(options, home, distribution);
        home.prepare(distribution);
        lock = HomeLock.take(home);
        // conf/logback.xml reads the first property, and Logback the second.
        System.setProperty("patchbay.home", home.directory().toString());
        System.setProperty(
                "logback.configurationFile", home.conf().resolve("logback.xml").toString());

        Map<String, String> settings = FrameworkSettings.of(home, distribution, options.shell());
        // The support bundle logs them: the log does not exist yet.
        settings.put("patchbay.unsafe.files", String.join("\n", unsafe));
        settings.put("patchbay.strict", Boolean.toString(options.strict()));
        OsgiFramework framework =
                OsgiFramework.create(settings, BundleFolder.readAll(distribution.resolve("lib/bundles")));
        shutdown.stops(framework);
        ReadySignal ready = new ReadySignal();
        ready.register(framework.context());
        framework.start();
        Optional<String> servers = ready.await();
        if (servers.isPresent()) {
            System.out.println("patchbay ready in " + uptimeMillis() + " ms: " + servers.get());
            framework.startRest();
        }
        framework.awaitStop();
    }

    /** Returns the faults of the permission check, if the options allow them; otherwise fails if there are any. */
    private static List<String> unsafe(Options options, Home home, Path distribution) throws LaunchFailure {
        int user = Math.toIntExact(new UnixSystem().getUid());
        List<String> faults = new PermissionCheck(user, Path.of("/etc/group")).faults(home, distribution);
        if (!faults.isEmpty() && !options.allowUnsafeFiles()) {
            throw new LaunchFailure(
                    ExitStatus.UNSAFE,
                    "refusing to start, because another user could make this process run their code:\n  "
                            + String.join("\n  ", faults)
                            + "\nfix each with the command on its line, or start with --allow-unsafe-files");
        }
        return faults;
    }

    private static Path distribution() throws LaunchFailure {
        String folder = System.getProperty(DISTRIBUTION);
        if (folder == null) {
            throw new LaunchFailure(
                    ExitStatus.USAGE,
                    "the system property " + DISTRIBUTION + " is not set; start Patchbay with bin/patchbay");
        }
        return Path.of(folder).toAbsolutePath().normalize();
    }

    private static long uptimeMillis() {
        long now = System.currentTimeMillis();
        return now - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
