package dev.patchbay.launcher.home;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks that no other user can write to the files that this process runs, or that determine what it runs. A user who
 * can write to such a file, or to any folder above it, can make this process execute their code.
 *
 * <p>Each file and folder has to be owned by this user or by root. Other users must not have permission to write to it.
 * Its group must not either, unless it is the private group of the owner, with no other members. A folder above the
 * checked ones may be writable if it is sticky, such as {@code /tmp}, because a sticky folder lets no user replace the
 * files of another. For a symbolic link, the owner of the link, the folder that contains it, and its target are
 * checked.
 */
public final class PermissionCheck {

    /** {@code S_IWOTH} of {@code stat(2)}; the next two are {@code S_IWGRP} and {@code S_ISVTX}. */
    private static final int OTHERS_WRITE = 02;

    private static final int GROUP_WRITES = 020;
    private static final int STICKY = 01000;

    private final int user;
    private final PrivateGroups groups;
    private final Set<Path> seen = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * Creates a check.
     *
     * @param user      the uid of this process
     * @param groupFile the file that lists groups and their members, in the format of {@code group(5)}
     */
    public PermissionCheck(int user, Path groupFile) {
        this.user = user;
        this.groups = new PrivateGroups(groupFile);
    }

    /**
     * Checks the {@code lib} folder of the distribution, the home directory, and its folders {@code conf}, {@code
     * plugins} and {@code cache}. Of a path that does not exist yet, the folder that it would be created in is checked.
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
            checkTree(distribution.resolve("lib"));
            check(home.directory());
            checkTree(home.conf());
            checkTree(home.plugins());
            // Its content need not be checked: each start deletes it.
            check(home.cache());
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchFailure(
                    ExitStatus.UNSAFE,
                    "cannot check who can write to the home and the distribution: " + e
                            + "; make them readable for this user",
                    e);
        }
        return List.copyOf(faults);
    }

    private void checkTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> below = Files.walk(folder.toRealPath())) {
                for (Path path : (Iterable<Path>) below::iterator) {
                    check(path);
                }
            }
        } else {
            check(folder);
        }
    }

    /**
     * Checks a file or folder and all folders above it. If it does not exist, checks the nearest folder above that
     * does.
     */
    private void check(Path path) throws IOException {
        Path existing = path;
        while (Files.notExists(existing)) {
            existing = existing.getParent();
        }
        for (Path link = existing; link != null; link = link.getParent()) {
            if (Files.isSymbolicLink(link)) {
                checkLink(link);
            }
        }
        checkMode(existing.toRealPath(), existing.equals(path));
    }

    /**
     * Checks the owner of a link, which is able to replace it even in a sticky folder, and the folder that contains it.
     */
    private void checkLink(Path link) throws IOException {
        int owner = (int) Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != user && owner != 0 && seen.add(link)) {
            faults.add(link + " (a link, owner " + owner + "): it is owned by another user; chown -h " + user + " '"
                    + link + "'");
        }
        checkMode(link.getParent().toRealPath(), false);
    }

    /**
     * Checks the owner and mode of a file or folder, then those of all folders above it.
     *
     * @param real    a path without links
     * @param checked whether the path itself is one to check; if not, it is a folder above, and may be sticky
     */
    private void checkMode(Path real, boolean checked) throws IOException {
        if (!seen.add(real)) {
            return;
        }
        Map<String, Object> attributes = Files.readAttributes(real, "unix:mode,uid,gid,owner,group");
        int mode = (int) attributes.get("mode");
        int owner = (int) attributes.get("uid");
        boolean sticky = !checked && (mode & STICKY) != 0;
        if (owner != user && owner != 0) {
            fault(real, attributes, "it is owned by another user", "chown " + user);
        } else if ((mode & OTHERS_WRITE) != 0 && !sticky) {
            fault(
                    real,
                    attributes,
                    "other users can write to it",
                    (mode & GROUP_WRITES) != 0 ? "chmod go-w" : "chmod o-w");
        } else if ((mode & GROUP_WRITES) != 0 && !sticky && !groups.isPrivate(attributes)) {
            fault(real, attributes, "its group can write to it", "chmod g-w");
        }
        if (real.getParent() != null) {
            checkMode(real.getParent(), false);
        }
    }

    private void fault(Path path, Map<String, Object> attributes, String what, String command) {
        faults.add(String.format(
                Locale.ROOT,
                "%s (mode %04o, owner %s, group %s): %s; %s '%s'",
                path,
                (int) attributes.get("mode") & 07777,
                attributes.get("owner"),
                attributes.get("group"),
                what,
                command,
                path));
    }
}
