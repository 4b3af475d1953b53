package dev.patchbay.launcher;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import dev.patchbay.launcher.framework.BundleFolder;
import dev.patchbay.launcher.framework.ClassLoading;
import dev.patchbay.launcher.framework.FrameworkSettings;
import dev.patchbay.launcher.framework.OsgiFramework;
import dev.patchbay.launcher.framework.ReadySignal;
import dev.patchbay.launcher.home.Home;
import dev.patchbay.launcher.home.HomeLock;
import dev.patchbay.launcher.home.NativeFolder;
import dev.patchbay.launcher.home.PermissionCheck;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.launch.Framework;

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

    private final ConsoleOutput output = ConsoleOutput.to(new FileOutputStream(FileDescriptor.out), "stdout");
    private final ConsoleOutput errors = ConsoleOutput.to(new FileOutputStream(FileDescriptor.err), "stderr");
    private final Shutdown shutdown = new Shutdown(List.of(output, errors));
    private final Reload reload = new Reload(shutdown::isRequested);

    /** Kept in a field until the process ends, because a lock that is garbage collected is released. */
    private HomeLock lock;

    private Main() {}

    /** Runs Patchbay. Does not return: the process exits with an {@link ExitStatus}. */
    public static void main(String[] arguments) {
        // Neither the framework nor the log can do with the digits and letters of every language.
        Locale.setDefault(Locale.ROOT);
        try {
            new Main().run(List.of(arguments));
        } catch (Throwable e) {
            // Not even the means to end in order could be set up.
            try {
                System.err.println("patchbay: " + LaunchFailure.unforeseen(e).getMessage());
            } finally {
                Runtime.getRuntime().halt(ExitStatus.SOFTWARE.code());
            }
        }
    }

    private void run(List<String> arguments) {
        System.setOut(output.printer("stdout"));
        System.setErr(errors.printer("stderr"));
        Signals.on("TERM", () -> shutdown.exit(ExitStatus.OK));
        Signals.on("INT", () -> shutdown.exit(ExitStatus.OK));
        Signals.on("HUP", reload);
        Runtime.getRuntime().addShutdownHook(shutdown);
        SPI_FLY.setLevel(Level.WARNING);
        try {
            Path distribution = distribution();
            serve(Options.parse(arguments, distribution), distribution);
            shutdown.exit(ExitStatus.OK);
        } catch (LaunchFailure e) {
            fail(e);
        } catch (Throwable e) {
            shutdown.releaseReserve();
            fail(LaunchFailure.unforeseen(e));
        } finally {
            shutdown.exit(ExitStatus.SOFTWARE);
        }
    }

    /** Prints the message and exits, unless the process ends already: then the failure may be a consequence. */
    private void fail(LaunchFailure failure) {
        if (shutdown.request(failure.status())) {
            System.err.println("patchbay: " + failure.getMessage());
        }
        shutdown.exit(failure.status());
    }

    private void serve(Options options, Path distribution) throws LaunchFailure, InterruptedException {
        requireFolder(options.home());
        Home home = new Home(options.home());
        List<String> unsafe = unsafe(options, home, distribution);
        home.create();
        lock = HomeLock.take(home);
        home.prepare(distribution);
        // Another user may have made one of the folders since.
        unsafe = unsafe(options, home, distribution);
        NativeFolder.choose(home);
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
        ClassLoading classes = ClassLoading.start(List.of(Main.class, Framework.class));
        reload.of(framework);
        ReadySignal ready = new ReadySignal();
        ready.register(framework.context());
        framework.start();
        Optional<String> servers = ready.await();
        classes.await();
        if (servers.isPresent()) {
            System.out.println("patchbay ready in " + uptimeMillis() + " ms: " + servers.get());
            framework.startRest();
        }
        untilStopped(framework::awaitStop);
    }

    /** A wait for the end of the framework. */
    private interface Wait {
        void await() throws LaunchFailure, InterruptedException;
    }

    /** Waits again if code of a plugin has interrupted this thread: nothing does so in order to end the process. */
    private static void untilStopped(Wait stop) throws LaunchFailure {
        while (true) {
            try {
                stop.await();
                return;
            } catch (InterruptedException e) {
                System.err.println("patchbay: the main thread was interrupted; the servers go on");
            }
        }
    }

    /** Fails if there is a file in the place of the home or of a folder above it. */
    private static void requireFolder(Path home) throws LaunchFailure {
        Path nearest = home;
        while (nearest != null && !Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        if (nearest != null && !Files.isDirectory(nearest)) {
            throw new LaunchFailure(
                    ExitStatus.CANNOT_CREATE,
                    "cannot prepare home " + home + ": " + nearest
                            + " is not a directory; choose a directory that this user can write to with --home");
        }
    }

    /** Returns the faults of the permission check, if the options allow them; otherwise fails if there are any. */
    private static List<String> unsafe(Options options, Home home, Path distribution) throws LaunchFailure {
        List<String> faults = PermissionCheck.ofThisProcess().faults(home, distribution);
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
