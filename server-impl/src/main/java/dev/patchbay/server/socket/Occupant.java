package dev.patchbay.server.socket;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.ConnectionRefusedSocketException;

/** Finds out what is at the path at which a socket is to be created. May be used by any thread. */
final class Occupant {

    private Occupant() {}

    /**
     * Checks that a socket may be created at the path.
     *
     * @return true if a stale socket is there, which may be replaced; false if nothing is there
     * @throws IOException if the socket of a live server or anything else is there, or if nothing can be created there
     */
    static boolean checkFree(Path file) throws IOException {
        checkDirectory(file);
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        }
        String kind = kind(attributes, file);
        if (kind != null) {
            throw new IOException("cannot make a socket at " + file + ": " + kind
                    + " is there, and Patchbay replaces only stale sockets; remove it or choose another path");
        }
        if (answers(file)) {
            throw new IOException("cannot make a socket at " + file
                    + ": another server listens there; stop it or choose another path");
        }
        return true;
    }

    private static void checkDirectory(Path file) throws IOException {
        Path directory = file.getParent();
        String fault = null;
        if (Files.notExists(directory)) {
            fault = "does not exist; create it or choose another path";
        } else if (!Files.isDirectory(directory)) {
            fault = "is not a directory, or this process may not see it; choose another path";
        } else if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
            fault = "is not writable for this process; change its mode or choose another path";
        }
        if (fault != null) {
            throw new IOException("cannot make a socket at " + file + ": the directory " + directory + " " + fault);
        }
    }

    /** Returns the kind of the file in words; null for a socket. */
    private static String kind(BasicFileAttributes attributes, Path file) throws IOException {
        if (attributes.isRegularFile()) {
            return "a regular file";
        }
        if (attributes.isDirectory()) {
            return "a directory";
        }
        if (attributes.isSymbolicLink()) {
            return "a symbolic link to " + Files.readSymbolicLink(file);
        }
        int format = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000;
        return format == 0140000 ? null : "a special file";
    }

    private static boolean answers(Path socket) throws IOException {
        try (AFUNIXSocketChannel probe = AFUNIXSocketChannel.open()) {
            probe.configureBlocking(false);
            probe.connect(AFUNIXSocketAddress.of(socket));
            return true;
        } catch (ConnectionRefusedSocketException nobodyListens) {
            return false;
        } catch (SocketException e) {
            // A full backlog, for example, is the sign of a live server.
            return true;
        }
    }
}
