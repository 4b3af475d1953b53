package dev.patchbay.launcher.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The configurations that the distribution gives to a new home.
 *
 * <p>Each is written to a temporary file in {@code conf} and then moved, so that it is whole or not there, and {@value
 * #LAST} is the last. Therefore a {@code conf} without it has not been filled to the end, unless an operator has made
 * it: if it contains nothing but unchanged defaults or beginnings of them, all missing ones are copied. In every other
 * {@code conf}, a missing file is one that the operator has deleted or never wanted. It is not copied, except for
 * {@value #LAST}, which is required. A file of which only a beginning is there, such as an empty one, was left by a
 * full disk or an interrupted start of an older version, and counts as missing.
 */
final class DefaultFiles {

    /** The name of the file that is copied last. */
    private static final String LAST = "logback.xml";

    private final Path defaults;
    private final Path conf;

    /**
     * Creates the copier.
     *
     * @param defaults the folder of the distribution; need not exist, and may be the same as {@code conf}
     * @param conf     an existing folder
     */
    DefaultFiles(Path defaults, Path conf) {
        this.defaults = defaults;
        this.conf = conf;
    }

    /** Copies what is missing. To be called by one process at a time. */
    void copy() throws IOException {
        if (!Files.isDirectory(defaults) || Files.isSameFile(defaults, conf)) {
            return;
        }
        boolean all = !everFilled();
        for (Path file : files(defaults)) {
            Path target = target(file);
            boolean wanted = all || isLast(file);
            if (wanted && (Files.notExists(target, LinkOption.NOFOLLOW_LINKS) || isCutOff(target, file))) {
                write(target, Files.readAllBytes(file));
            }
        }
    }

    /** Returns whether {@code conf} has been filled to the end once, or has been made by an operator. */
    private boolean everFilled() throws IOException {
        for (Path file : files(conf)) {
            Path source = defaults.resolve(file.getFileName());
            if (!Files.isRegularFile(source)) {
                return true;
            }
            boolean cutOff = isCutOff(file, source);
            boolean unchanged = Files.mismatch(file, source) < 0;
            if (!cutOff && (isLast(file) || !unchanged)) {
                return true;
            }
        }
        return false;
    }

    private Path target(Path file) {
        return conf.resolve(file.getFileName());
    }

    private static boolean isLast(Path file) {
        return file.endsWith(LAST);
    }

    /** Returns whether a file contains only a beginning of the other. */
    private static boolean isCutOff(Path file, Path whole) throws IOException {
        long size = Files.isRegularFile(file) ? Files.size(file) : Long.MAX_VALUE;
        return size < Files.size(whole) && Files.mismatch(file, whole) == size;
    }

    /** Returns the files of a folder, in the order of copying, without hidden ones. */
    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(DefaultFiles::isLast).thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private void write(Path target, byte[] content) throws IOException {
        Path unfinished = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try {
            writeToDisk(unfinished, content);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        try (FileChannel folder = FileChannel.open(conf, StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Not every file system can do this for a folder. The file is whole in any case.
        }
    }

    private static void writeToDisk(Path file, byte[] content) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // The message of a full disk does not name the file.
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
    }
}
