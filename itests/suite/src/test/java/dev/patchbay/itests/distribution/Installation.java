package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of the distribution, as an operator unpacks it. */
final class Installation {

    private Installation() {}

    /** Copies the distribution to a folder that does not exist yet, with the modes that the build has set. */
    static Path copyTo(Path folder) throws IOException, InterruptedException {
        // As tar does for root.
        assertThat(new ProcessBuilder("cp", "-R", "-p", Patchbay.distribution().toString(), folder.toString())
                        .start()
                        .waitFor())
                .isZero();
        for (String made : List.of("run", "log", "cache")) {
            removeAll(folder.resolve(made));
        }
        ownAll(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    /** Makes this user the owner of the copy, because another user may own the checkout. */
    private static void ownAll(Path folder) throws IOException {
        Object user = Files.getAttribute(folder.getParent(), "unix:uid");
        for (Path file : all(folder)) {
            if (!Files.getAttribute(file, "unix:uid").equals(user)) {
                Files.setAttribute(file, "unix:uid", user);
            }
        }
    }

    private static void removeAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            for (Path file :
                    all(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Returns a folder and everything in it. */
    static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }
}
