package dev.patchbay.launcher;

import com.sun.security.auth.module.UnixSystem;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs Patchbay in the foreground until it is told to stop. {@code bin/patchbay} calls it with the arguments after {@code
 * run}, and names the distribution in the system property {@value #DISTRIBUTION}.
 *
 * <p>Standard output carries the ready line, and the shell if there is one; the log and messages about failures go to
 * standard error.
 */
public final class Main {

    private static final String DISTRIBUTION = "patchbay.distribution";

    /** SPI Fly starts before there is a log, and would greet on the console. Kept, or the level is forgotten. */
    private static final Logger SPI_FLY = Logger.getLogger("org.apache.aries.spifly");

    private final Ending ending = new Ending();

    /** Held until the process ends: a lock that is collected is a lock that is lost. */
    private HomeLock lock;

    private Main() {}

    /** Does not return: the process ends with an {@link ExitStatus}. */
    public static void main(String[] arguments) {
        new Main().run(List.of(arguments));
    }

    private void run(List<String> arguments) {
        Runtime.getRuntime().addShutdownHook(ending);
        SPI_FLY.setLevel(Level.WARNING);
        try {
            Path distribution = distribution();
            serve(Options.parse(arguments, distribution), distribution);
            ending.exit(ExitStatus.OK);
        } catch (LaunchFailure e) {
            System.err.println("patchbay: " + e.getMessage());
            ending.exit(e.status());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending.exit(ExitStatus.SOFTWARE);
        }
    }

    private void serve(Options options, Path distribution) throws LaunchFailure, InterruptedException {
        Home home = new Home(options.home());
        List<String> unsafe = unsafe(options, home, distribution);
        home.prepare(distribution);
        lock = HomeLock.take(home);
        // Read by conf/logback.xml, and by logback itself.
        System.setProperty("patchbay.home", home.directory().toString());
        System.setProperty(
                "logback.configurationFile", home.conf().resolve("logback.xml").toString());

        Map<String, String> settings = FrameworkSettings.of(options, home, distribution);
        // For the log, which is not there yet.
        settings.put("patchbay.unsafe.files", String.join("\n", unsafe));
        Platform platform = Platform.create(settings, BundleFolder.readAll(distribution.resolve("lib/bundles")));
        ending.stops(platform);
        Startup startup = new Startup();
        startup.offer(platform.context());
        platform.start();
        Optional<String> servers = startup.await();
        if (servers.isPresent()) {
            System.out.println("patchbay ready in " + uptimeMillis() + " ms: " + servers.get());
            platform.startRest();
        }
        platform.awaitStop();
    }

    /** Returns what others can write to, if that is allowed. */
    private static List<String> unsafe(Options options, Home home, Path distribution) throws LaunchFailure {
        int user = Math.toIntExact(new UnixSystem().getUid());
        List<String> faults = new Ground(user, new PrivateGroups(Path.of("/etc/group"))).faults(home, distribution);
        if (!faults.isEmpty() && !options.allowUnsafeFiles()) {
            throw new LaunchFailure(
                    ExitStatus.UNSAFE,
                    "will not start, because somebody else could have his code run here:\n  "
                            + String.join("\n  ", faults)
                            + "\nmend each with the command beside it, or say --allow-unsafe-files");
        }
        return faults;
    }

    private static Path distribution() throws LaunchFailure {
        String folder = System.getProperty(DISTRIBUTION);
        if (folder == null) {
            throw new LaunchFailure(
                    ExitStatus.USAGE,
                    "the system property " + DISTRIBUTION + " is not set; start it with bin/patchbay");
        }
        return Path.of(folder).toAbsolutePath().normalize();
    }

    private static long uptimeMillis() {
        long now = System.currentTimeMillis();
        return now - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
