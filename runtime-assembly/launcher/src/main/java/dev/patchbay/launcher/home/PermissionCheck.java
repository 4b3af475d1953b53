package dev.patchbay.launcher.home;

import com.sun.security.auth.module.UnixSystem;
import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks that no other user can write to the files that this process runs, or that determine what it runs. A user who
 * can write to such a file, or to any folder above it, can make this process execute their code.
 *
 * <p>Each file and folder has to be owned by this user or by root. Other users must not have permission to write to it.
 * Its group must not either, unless it is the private group of the owner, with no other members, and no access control
 * list names other users or groups. A folder above the checked ones may be writable if it is sticky, such as {@code
 * /tmp}, because a sticky folder lets no user replace the files of another. For a symbolic link, the owner of the link,
 * the folder that contains it, and its target with all folders above it are checked, wherever the link is in a path.
 */
public final class PermissionCheck {

    /** {@code S_IWOTH} of {@code stat(2)}; the next two are {@code S_IWGRP} and {@code S_ISVTX}. */
    private static final int OTHERS_WRITE = 02;

    private static final int GROUP_WRITES = 020;
    private static final int STICKY = 01000;

    private final long user;
    private final PrivateGroups groups;
    private final PathSteps steps = new PathSteps(new Inspection());
    private final Set<Path> checked = new HashSet<>();
    private final Set<Path> checkedAbove = new HashSet<>();
    private final Set<Path> trees = new HashSet<>();
    private final Set<String> faults = new LinkedHashSet<>();

    /**
     * Creates a check.
     *
     * @param user      the uid of this process; one above 2^31 may also be given as the negative number that is the
     *     same int
     * @param groupFile the file that lists groups and their members, in the format of {@code group(5)}; {@code passwd}
     *     beside it lists the users
     */
    public PermissionCheck(long user, Path groupFile) {
        this.user = Integer.toUnsignedLong((int) user);
        this.groups = new PrivateGroups(groupFile);
    }

    /** Returns the check for the user of this process. */
    public static PermissionCheck ofThisProcess() {
        return new PermissionCheck(user(), Path.of("/etc/group"));
    }

    /** Returns the uid of this process. For one that has no account, Java 17 would say 0. */
    private static long user() {
        UnixSystem system = new UnixSystem();
        if (system.getUsername() == null) {
            try {
                return Integer.toUnsignedLong((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            } catch (IOException e) {
                // There is no /proc; newer versions of Java are right without.
                return system.getUid();
            }
        }
        return system.getUid();
    }

    /**
     * Checks the folders {@code bin}, {@code conf} and {@code lib} of the distribution with their contents, the home
     * directory, its folders {@code conf} and {@code plugins} with their contents, and its folders {@code cache},
     * {@code run} and {@code log}. Of a path that does not exist yet, the folder that it would be created in is
     * checked.
     *
     * @return one line for each fault, with the command that fixes it; empty if there is none, or if the file system
     *     has no Unix permissions
     * @throws LaunchFailure with {@link ExitStatus#UNSAFE} if a file cannot be checked
     */
    public List<String> faults(Home home, Path distribution) throws LaunchFailure {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return List.of();
        }
        try {
            for (String folder : List.of("bin", "conf", "lib")) {
                checkTree(distribution.resolve(folder));
            }
            steps.follow(home.directory());
            checkTree(home.conf());
            checkTree(home.plugins());
            // Each start deletes the content of the cache, and that of the others is not run.
            for (Path folder : List.of(home.cache(), home.run(), home.log())) {
                steps.follow(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchFailure(
                    ExitStatus.UNSAFE,
                    "cannot check who can write to the home and the distribution: " + e
                            + "; make them readable for this user",
                    e);
        }
        return List.copyOf(faults);
    }

    /** Checks a path and, if it leads to a folder, everything in it; also what links in it lead to. */
    private void checkTree(Path path) throws IOException {
        Optional<Path> real = steps.follow(path);
        if (real.isPresent() && Files.isDirectory(real.get()) && trees.add(real.get())) {
            List<Path> entries;
            try (Stream<Path> list = Files.list(real.get())) {
                entries = list.sorted().toList();
            }
            for (Path entry : entries) {
                checkTree(entry);
            }
        }
    }

    private final class Inspection implements PathSteps.Visitor {

        @Override
        public void file(Path path, boolean last) throws IOException {
            boolean isNew = last ? checked.add(path) : !checked.contains(path) && checkedAbove.add(path);
            if (isNew) {
                checkMode(path, last);
            }
        }

        /** Checks the owner of a link, which is able to replace it even in a sticky folder. */
        @Override
        public void link(Path link) throws IOException {
            Object owner = Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if (isOfOthers(owner)) {
                faults.add(ShellText.printable(link) + " (a link, owner " + number(owner)
                        + "): it is owned by another user; chown -h " + Integer.toUnsignedString((int) user) + " "
                        + ShellText.quoted(link));
            }
        }
    }

    /**
     * Checks the owner and mode of a file or folder.
     *
     * @param path a path without links
     * @param last whether the path itself is one to check; if not, it is a folder above, and may be sticky
     */
    private void checkMode(Path path, boolean last) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid,gid,owner,group");
        int mode = (int) attributes.get("mode");
        boolean sticky = !last && (mode & STICKY) != 0;
        boolean groupWrites = (mode & GROUP_WRITES) != 0 && !sticky;
        if (isOfOthers(attributes.get("uid"))) {
            fault(path, attributes, "it is owned by another user", "chown " + Integer.toUnsignedString((int) user));
        } else if ((mode & OTHERS_WRITE) != 0 && !sticky) {
            fault(
                    path,
                    attributes,
                    "other users can write to it",
                    (mode & GROUP_WRITES) != 0 ? "chmod go-w" : "chmod o-w");
        } else if (groupWrites && !groups.isPrivate(attributes)) {
            fault(path, attributes, "its group can write to it", "chmod g-w");
        } else if (groupWrites && AccessList.letsOthersWrite(path, trusted(attributes))) {
            fault(path, attributes, "its access control list may let others write to it", "chmod g-w");
        }
    }

    private Set<Long> trusted(Map<String, Object> attributes) {
        return new HashSet<>(List.of(user, number(attributes.get("uid"))));
    }

    private boolean isOfOthers(Object owner) {
        return number(owner) != user && number(owner) != 0;
    }

    /** Returns a uid as a number that is never negative. Java reads it as an int. */
    private static long number(Object uid) {
        return Integer.toUnsignedLong((int) uid);
    }

    private void fault(Path path, Map<String, Object> attributes, String what, String command) {
        faults.add(String.format(
                Locale.ROOT,
                "%s (mode %04o, owner %s, group %s): %s; %s %s",
                ShellText.printable(path),
                (int) attributes.get("mode") & 07777,
                attributes.get("owner"),
                attributes.get("group"),
                what,
                command,
                ShellText.quoted(path)));
    }
}
