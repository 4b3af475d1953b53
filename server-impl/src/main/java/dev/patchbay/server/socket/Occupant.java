package dev.patchbay.server.socket;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.ConnectionRefusedSocketException;

/** Finds out what is at the path at which a socket is to be created. May be used by any thread. */
final class Occupant {

    private Occupant() {}

    /**
     * Checks that a socket may be created at the path.
     *
     * @param folder the directory of the file
     * @param file   the path of the socket, for messages
     * @return true if a stale socket is there, which may be replaced; false if nothing is there
     * @throws IOException if the socket of a live server or anything else is there
     */
    static boolean checkFree(Folder folder, Path file) throws IOException {
        Path name = folder.path().resolve(file.getFileName());
        FileFacts facts;
        try {
            facts = FileFacts.of(name);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!facts.isSocket()) {
            throw new IOException("cannot make a socket at " + file + ": " + kind(facts, name)
                    + " is there, and Patchbay replaces only stale sockets; remove it or choose another path");
        }
        if (answers(name)) {
            throw new IOException("cannot make a socket at " + file
                    + ": another server listens there; stop it or choose another path");
        }
        return true;
    }

    /** Checks that files can be created in the directory of the socket. */
    static void checkDirectory(Path file) throws IOException {
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

    /** Returns the kind of a file that is not a socket, in words. */
    private static String kind(FileFacts facts, Path name) throws IOException {
        if (facts.isRegularFile()) {
            return "a regular file";
        }
        if (facts.isDirectory()) {
            return "a directory";
        }
        return facts.isSymbolicLink() ? "a symbolic link to " + Files.readSymbolicLink(name) : "a special file";
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
