package dev.patchbay.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files whose content is run, or says what is run: whoever can write to one of them, to a folder that holds it, or to a
 * folder above, can have his code run by this process.
 *
 * <p>So each has to belong to this user or to root, and nobody else may write to it: not the others, and not its group either,
 * unless that group is the owner's own, with nobody else in it. Above the folders that are looked at, a sticky folder, such as
 * {@code /tmp}, is good enough: there nobody can replace what belongs to somebody else. A symbolic link is as safe as its
 * owner, the folder that it is in and what it points to.
 */
final class Ground {

    private static final int OTHERS_WRITE = 02;
    private static final int GROUP_WRITES = 020;
    private static final int STICKY = 01000;

    private final int user;
    private final PrivateGroups groups;
    private final Set<Path> seen = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * Takes the number of this user.
     *
     * @param groups knows which groups have one member only
     */
    Ground(int user, PrivateGroups groups) {
        this.user = user;
        this.groups = groups;
    }

    /**
     * Looks at what of these exists.
     *
     * @return what is wrong, a line each, with the command that mends it; empty if all is safe, or if this system has no modes
     * @throws LaunchFailure if something cannot be looked at
     */
    List<String> faults(Home home, Path distribution) throws LaunchFailure {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return List.of();
        }
        try {
            all(distribution.resolve("lib"));
            single(home.directory());
            all(home.conf());
            all(home.plugins());
            // What is below is emptied at each start.
            single(home.cache());
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchFailure(
                    ExitStatus.UNSAFE, "cannot tell whether home and distribution are safe from others: " + e, e);
        }
        return List.copyOf(faults);
    }

    private void all(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> below = Files.walk(folder.toRealPath())) {
                for (Path path : (Iterable<Path>) below::iterator) {
                    single(path);
                }
            }
        } else {
            single(folder);
        }
    }

    /** Looks at a file or folder and what is above it; if it is not there, at the folder where it will be. */
    private void single(Path path) throws IOException {
        Path there = path;
        while (Files.notExists(there)) {
            there = there.getParent();
        }
        for (Path link = there; link != null; link = link.getParent()) {
            if (Files.isSymbolicLink(link)) {
                link(link);
            }
        }
        look(there.toRealPath(), there.equals(path));
    }

    /** In a sticky folder a link is as safe as its owner. */
    private void link(Path link) throws IOException {
        int owner = (int) Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != user && owner != 0 && seen.add(link)) {
            faults.add(link + " (a link of owner " + owner + "): it belongs to somebody else; chown -h " + user + " '"
                    + link + "'");
        }
        look(link.getParent().toRealPath(), false);
    }

    private void look(Path real, boolean own) throws IOException {
        if (!seen.add(real)) {
            return;
        }
        Map<String, Object> attributes = Files.readAttributes(real, "unix:mode,uid,gid,owner,group");
        int mode = (int) attributes.get("mode");
        int owner = (int) attributes.get("uid");
        boolean sticky = !own && (mode & STICKY) != 0;
        if (owner != user && owner != 0) {
            fault(real, attributes, "it belongs to somebody else", "chown " + user);
        } else if ((mode & OTHERS_WRITE) != 0 && !sticky) {
            fault(real, attributes, "others may write to it", (mode & GROUP_WRITES) != 0 ? "chmod go-w" : "chmod o-w");
        } else if ((mode & GROUP_WRITES) != 0 && !sticky && !groups.isPrivate(attributes)) {
            fault(real, attributes, "its group may write to it", "chmod g-w");
        }
        if (real.getParent() != null) {
            look(real.getParent(), false);
        }
    }

    private void fault(Path path, Map<String, Object> attributes, String what, String mend) {
        faults.add(String.format(
                "%s (mode %04o, owner %s, group %s): %s; %s '%s'",
                path,
                (int) attributes.get("mode") & 07777,
                attributes.get("owner"),
                attributes.get("group"),
                what,
                mend,
                path));
    }
}
