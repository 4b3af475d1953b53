package dev.patchbay.server.engine;

import dev.patchbay.server.config.SocketConfig;
import dev.patchbay.server.socket.ListeningSocket;
import java.io.IOException;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens real listening sockets, and lets a test close them behind the server's back or refuse new ones. */
final class Sockets implements SocketKeeper.Opener {

    final CopyOnWriteArrayList<ListeningSocket> opened = new CopyOnWriteArrayList<>();

    /** What the next opening throws; null to open. */
    volatile Throwable refusal;

    @Override
    public ListeningSocket open(SocketConfig config) throws IOException {
        if (refusal instanceof IOException failure) {
            throw failure;
        }
        if (refusal instanceof Error error) {
            throw error;
        }
        ListeningSocket socket = ListeningSocket.open(config);
        opened.add(socket);
        return socket;
    }

    /** Closes the channel of the newest socket, as an interrupt or foreign code would. */
    void lose() throws IOException {
        opened.get(opened.size() - 1).channel().close();
    }
}
