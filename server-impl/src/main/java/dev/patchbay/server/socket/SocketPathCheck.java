package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Finds out whether a socket could be made, without making it. May be used by any thread. */
public final class SocketPathCheck {

    private SocketPathCheck() {}

    /**
     * Checks that the folder of a socket file can be written, and that the name is free or that of a stale socket; or that nobody
     * listens at an abstract name. Of a socket that is inherited nothing can be known.
     *
     * @throws IOException if the socket cannot be made; the message tells the operator what to do, as at a start
     */
    public static void check(SocketConfig config) throws IOException {
        if (config.isInherited()) {
            return;
        }
        if (config.isAbstract()) {
            checkAbstract(config.path());
            return;
        }
        Path path = Path.of(config.path());
        Occupant.checkDirectory(path);
        try (Folder folder = Folder.at(path.getParent())) {
            Occupant.checkFree(folder, path);
        }
    }

    private static void checkAbstract(String name) throws IOException {
        try (AFUNIXSocketChannel probe = AFUNIXSocketChannel.open()) {
            probe.configureBlocking(false);
            probe.connect(AFUNIXSocketAddress.inAbstractNamespace(name.substring(1)));
        } catch (IOException nobodyListens) {
            return;
        }
        throw new IOException(
                "cannot make a socket at " + name + ": another server listens there; stop it or choose another name");
    }
}
