package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A home directory, as an operator works with it.
 *
 * @param directory the directory
 */
public record HomeFolder(Path directory) {

    private static final long PATIENCE_SECONDS = 60;

    /** Writes the configuration file of a server, all at once. */
    public HomeFolder configure(String server, String... lines) throws IOException {
        Files.createDirectories(conf());
        Path unfinished = Files.createTempFile(directory, "conf", ".tmp");
        Files.write(unfinished, List.of(lines));
        Files.move(unfinished, file(server), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    /** Removes the configuration file of a server. */
    public void remove(String server) throws IOException {
        Files.delete(file(server));
    }

    public Path conf() {
        return directory.resolve("conf");
    }

    public Path plugins() {
        return directory.resolve("plugins");
    }

    public Path socket(String name) {
        return directory.resolve("run").resolve(name + ".sock");
    }

    /** Returns the log file's content. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log/patchbay.log"));
    }

    /** Waits until a socket is there, or is not. */
    public void awaitSocket(String name, boolean there) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Path socket = socket(name);
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

    private Path file(String server) {
        return conf().resolve("dev.patchbay.server~" + server + ".cfg");
    }
}
