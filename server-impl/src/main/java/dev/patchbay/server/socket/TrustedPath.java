package dev.patchbay.server.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds out whether a path can be trusted: whether nobody but this process's user and root can make it lead elsewhere, or rename or
 * replace what this process creates there. May be used by any thread.
 */
final class TrustedPath {

    /** How many links the kernel follows in one path (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private TrustedPath() {}

    /**
     * Follows the path of a directory as the kernel does, and looks at every directory and every link on the way.
     *
     * @param directory an absolute path
     */
    static boolean isTrusted(Path directory) throws IOException {
        int uid = ProcessOwner.uid();
        Path root = directory.getRoot();
        Deque<Path> names = new ArrayDeque<>();
        directory.forEach(names::add);
        Path at = root;
        FileFacts here = FileFacts.of(at);
        int links = 0;
        while (!names.isEmpty()) {
            Path name = names.pop();
            Path next = step(at, name);
            FileFacts entry = FileFacts.of(next);
            if (!protects(here, entry.uid(), uid)) {
                return false;
            }
            if (!entry.isSymbolicLink()) {
                at = next;
                here = entry;
                continue;
            }
            if (++links > MOST_LINKS) {
                return false;
            }
            Path target = Files.readSymbolicLink(next);
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                names.push(target.getName(i));
            }
            if (target.isAbsolute()) {
                at = root;
                here = FileFacts.of(root);
            }
        }
        return protects(here, uid, uid);
    }

    /** Returns the next path; {@code at} has no links in it, so that its parent is that of the text. */
    private static Path step(Path at, Path name) {
        return switch (name.toString()) {
            case "", "." -> at;
            case ".." -> at.getParent() == null ? at : at.getParent();
            default -> at.resolve(name);
        };
    }

    /** Returns whether an entry of that owner stays in the directory under its name. */
    private static boolean protects(FileFacts directory, int owner, int uid) {
        if (!ProcessOwner.isTrusted(directory.uid(), uid)) {
            return false;
        }
        return !directory.isWritableByOthers() || (directory.isSticky() && ProcessOwner.isTrusted(owner, uid));
    }
}
