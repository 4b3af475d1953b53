package dev.patchbay.command.check;

import dev.patchbay.launcher.exit.LaunchFailure;
import dev.patchbay.launcher.home.Home;
import dev.patchbay.launcher.home.HomeLock;
import dev.patchbay.launcher.home.PermissionCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks a home: the Java, the folders, the process that uses it, and then what is in the folders. */
final class HomeCheck {

    private final Home home;
    private final Path distribution;
    private final Findings findings;

    HomeCheck(Path directory, Findings findings) {
        this.home = new Home(directory);
        this.distribution =
                Path.of(System.getProperty("patchbay.distribution", "")).toAbsolutePath();
        this.findings = findings;
    }

    void run(boolean allowUnsafe) {
        findings.ok("java", "Java " + System.getProperty("java.version") + " in " + System.getProperty("java.home"));
        Optional<String> holder = HomeLock.holder(home);
        folders();
        boolean unknown = isLockUnreadable();
        if (unknown) {
            findings.note(
                    "process",
                    "whether a Patchbay uses the home is not known to " + System.getProperty("user.name")
                            + "; run this as the user that runs Patchbay");
        } else {
            findings.ok(
                    "process",
                    holder.map(process -> "process " + process + " uses the home; another one would be refused")
                            .orElse("no Patchbay uses the home"));
        }
        permissions(allowUnsafe);
        Path conf = Files.isDirectory(home.conf()) ? home.conf() : distribution.resolve("conf");
        if (!Files.isDirectory(home.conf())) {
            findings.note("conf", "it does not exist; a start copies that of the distribution, which is checked here");
        }
        try {
            new ServerCheck(home.directory(), distribution, conf, unknown || holder.isPresent(), findings).run();
            new LogCheck(conf.resolve("logback.xml"), findings).run();
            new PluginsCheck(home.plugins(), findings).run();
        } catch (IOException e) {
            findings.problem("home", "it cannot be read: " + Findings.reason(e) + "; change its owner or mode");
        }
    }

    private boolean isLockUnreadable() {
        Path lock = home.run().resolve("patchbay.lock");
        return Files.exists(home.run()) && !Files.isExecutable(home.run())
                || Files.exists(lock) && !Files.isReadable(lock);
    }

    private void folders() {
        try {
            home.refuseUnusableNames();
        } catch (LaunchFailure e) {
            findings.problem("home", e.getMessage());
        }
        boolean good = true;
        for (Path folder :
                List.of(home.directory(), home.conf(), home.plugins(), home.run(), home.log(), home.cache())) {
            good &= isUsable(folder);
        }
        if (good) {
            findings.ok("home", home.directory() + " can be used");
        }
    }

    /** Returns whether a folder is as a start needs it, or can be made. */
    private boolean isUsable(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there) && !Files.isSymbolicLink(there)) {
            there = there.getParent();
        }
        boolean read = folder.equals(home.conf()) || folder.equals(home.plugins());
        String fault = null;
        if (!Files.isDirectory(there)) {
            fault = there + " is no folder; move it out of the way";
        } else if (!Files.isExecutable(there) || !Files.isReadable(there)) {
            fault = there + " cannot be read by " + System.getProperty("user.name") + "; change its owner or mode";
        } else if (!Files.isWritable(there) && !(read && there.equals(folder))) {
            fault = there + " is not writable for " + System.getProperty("user.name") + "; change its owner or mode, or"
                    + " choose another home with --home";
        }
        if (fault != null) {
            findings.problem("home", fault);
        }
        return fault == null;
    }

    private void permissions(boolean allowed) {
        try {
            List<String> faults = PermissionCheck.ofThisProcess().faults(home, distribution);
            for (String fault : faults) {
                if (allowed) {
                    findings.note("permissions", fault);
                } else {
                    findings.problem("permissions", fault + "; or start with --allow-unsafe-files");
                }
            }
            if (faults.isEmpty()) {
                findings.ok("permissions", "no other user can write to files that are run");
            }
        } catch (LaunchFailure e) {
            findings.problem("permissions", e.getMessage());
        }
    }
}
