package dev.patchbay.server.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decides, before a file is opened as a jar, whether it is one to install, one to report, or one to leave alone. */
final class FileShape {

    private FileShape() {}

    /**
     * Returns whether to install a file.
     *
     * @return true to install it, false to leave it alone
     * @throws UnusablePluginException if it looks like a plugin but is none
     */
    static boolean isJar(Path file, FileStamp stamp) throws UnusablePluginException {
        FileKind kind = FileKind.of(file.getFileName().toString());
        if (kind.type() == FileKind.Type.IGNORED) {
            return false;
        }
        return switch (stamp.kind()) {
            case FILE -> isJar(file, kind);
            case FOLDER -> neverForFolder(file, kind);
            case SPECIAL -> never(kind, "it is a pipe, a socket or a device; put a regular file here");
            case BROKEN_LINK ->
                never(kind, "it is a link that leads to no file this process can see; correct the link");
        };
    }

    private static boolean isJar(Path file, FileKind kind) throws UnusablePluginException {
        return switch (kind.type()) {
            case JAR -> true;
            case WRONG_FORM -> throw new UnusablePluginException(kind.advice());
            case IGNORED -> false;
            case UNKNOWN -> {
                if (beginsLikeAJar(file)) {
                    throw new UnusablePluginException(
                            "it is an archive; if it is a plugin, give it a name that ends in .jar");
                }
                yield false;
            }
        };
    }

    private static boolean never(FileKind kind, String fault) throws UnusablePluginException {
        if (kind.type() == FileKind.Type.JAR) {
            throw new UnusablePluginException(fault);
        }
        return false;
    }

    private static boolean neverForFolder(Path folder, FileKind kind) throws UnusablePluginException {
        if (kind.type() != FileKind.Type.JAR && hasJars(folder)) {
            throw new UnusablePluginException("it is a folder, and folders are not searched; move its jars up");
        }
        return never(kind, "it is a folder; pack it into a jar");
    }

    private static boolean hasJars(Path folder) {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            for (Path name : names) {
                if (FileKind.of(name.getFileName().toString()).type() == FileKind.Type.JAR) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    private static boolean beginsLikeAJar(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(4);
            return begin.length == 4 && begin[0] == 'P' && begin[1] == 'K' && begin[2] == 3 && begin[3] == 4;
        } catch (IOException e) {
            return false;
        }
    }
}
