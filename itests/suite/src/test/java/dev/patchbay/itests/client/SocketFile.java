package dev.patchbay.itests.client;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/** Waits for socket files to come and go. */
public final class SocketFile {

    private static final long PATIENCE_SECONDS = 60;

    private SocketFile() {}

    /** Waits until a socket is there, or is not. Its folder must be there. */
    public static void await(Path socket, boolean there) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            socket.getParent()
                    .register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            while (Files.exists(socket) != there) {
                var key = watch.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    throw new AssertionError(socket + (there ? " is not there" : " is still there"));
                }
                key.pollEvents();
                key.reset();
            }
        }
    }
}
