package dev.patchbay.launcher.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Follows a path from the root as the kernel does: name by name, through symbolic links wherever they are. Every folder
 * on the way, including those that the links lead through, decides what the path means.
 */
final class PathSteps {

    /** The limit of Linux for one path, {@code MAXSYMLINKS}. */
    private static final int MOST_LINKS = 40;

    /** Receives what a path leads through, in this order. */
    interface Visitor {

        /**
         * Called for each folder on the way, and at the end for what the path names.
         *
         * @param path a path without links
         * @param last whether it is what the path names
         */
        void file(Path path, boolean last) throws IOException;

        /** Called for each symbolic link; the folder that contains it has been visited. */
        void link(Path link) throws IOException;
    }

    private final Visitor visitor;

    PathSteps(Visitor visitor) {
        this.visitor = visitor;
    }

    /**
     * Follows an absolute path as far as it exists.
     *
     * @return the same path without links; empty if it does not exist, or is a circle of links
     */
    Optional<Path> follow(Path path) throws IOException {
        Deque<Path> rest = new ArrayDeque<>();
        path.forEach(rest::add);
        Path at = path.getRoot();
        visitor.file(at, rest.isEmpty());
        int links = 0;
        while (!rest.isEmpty()) {
            Path next = step(at, rest.pop());
            if (Files.isSymbolicLink(next)) {
                visitor.link(next);
                if (++links > MOST_LINKS) {
                    return Optional.empty();
                }
                Path target = Files.readSymbolicLink(next);
                at = target.isAbsolute() ? target.getRoot() : at;
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    rest.push(target.getName(i));
                }
            } else if (Files.notExists(next, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            } else {
                at = next;
                visitor.file(at, rest.isEmpty());
            }
        }
        return Optional.of(at);
    }

    private static Path step(Path at, Path name) {
        return switch (name.toString()) {
            case "", "." -> at;
            case ".." -> at.getParent() == null ? at : at.getParent();
            default -> at.resolve(name);
        };
    }
}
