package dev.patchbay.itests.distribution;

import dev.patchbay.itests.client.SocketFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A home directory, with the operations of an operator.
 *
 * @param directory the directory
 */
public record HomeFolder(Path directory) {

    /** Writes the configuration file of a server atomically. */
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

    /** Returns the content of the log file. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log/patchbay.log"));
    }

    /** Waits until a socket exists, or does not exist. */
    public void awaitSocket(String name, boolean there) throws IOException, InterruptedException {
        SocketFile.await(socket(name), there);
    }

    private Path file(String server) {
        return conf().resolve("dev.patchbay.server~" + server + ".cfg");
    }
}
