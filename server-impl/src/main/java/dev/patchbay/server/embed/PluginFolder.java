package dev.patchbay.server.embed;

import dev.patchbay.server.events.EventHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of plugins, which a thread of its own scans twice a second. A new jar is loaded, a changed jar is swapped in, and a
 * removed jar is released. A jar is taken only if it has not changed between two scans, so that one that is still being copied is
 * left alone. A jar that cannot be loaded is reported, and the one it was to replace stays in service. All methods may be called
 * from any thread.
 */
final class PluginFolder implements AutoCloseable {

    private static final long SCAN_MILLIS = 500;

    private final Path folder;
    private final EmbeddedServer server;
    private final EventHub events;

    /** The loaded plugins by file. Guarded by this, like the fields below. */
    private final Map<Path, Loaded> loaded = new HashMap<>();

    private Map<Path, Stamp> lastSeen = Map.of();

    /** The failure of the last scan; null if it had none. */
    private String lastTrouble;

    private Thread watcher;
    private boolean closed;

    /** The properties of a file that change when the file does. */
    private record Stamp(FileTime modified, long size) {}

    /** A plugin, or null if it could not be loaded, with the stamp of its file. */
    private record Loaded(Plugin plugin, Stamp stamp) {}

    PluginFolder(Path folder, EmbeddedServer server, EventHub events) {
        this.folder = folder;
        this.server = server;
        this.events = events;
    }

    /** Starts the thread that scans the folder. */
    synchronized void watch() {
        watcher = new Thread(this::scanUntilClosed, "patchbay-plugins");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Scans the folder until it is closed; a failed scan is followed by the next one. */
    private void scanUntilClosed() {
        while (awaitNextScan()) {
            try {
                scan();
            } catch (Throwable t) {
                trouble("the scan of the plugin folder " + folder + " failed; the next one follows", t);
            }
        }
    }

    /** Waits, and returns whether to scan again. An interrupt does not end this thread; closing the folder does. */
    private synchronized boolean awaitNextScan() {
        try {
            if (!closed) {
                wait(SCAN_MILLIS);
            }
        } catch (InterruptedException e) {
            trouble("the thread that scans the plugin folder " + folder + " was interrupted; it goes on", e);
        }
        return !closed;
    }

    /** Scans twice, so that every jar that does not change in between is taken. */
    void look() {
        scan();
        scan();
    }

    private synchronized void scan() {
        if (closed) {
            return;
        }
        Map<Path, Stamp> seen;
        try {
            seen = seen();
        } catch (IOException | UncheckedIOException e) {
            trouble("cannot scan the plugin folder " + folder, e);
            return;
        }
        for (Map.Entry<Path, Stamp> entry : seen.entrySet()) {
            if (entry.getValue().equals(lastSeen.get(entry.getKey()))) {
                take(entry.getKey(), entry.getValue());
            }
        }
        for (Path gone :
                loaded.keySet().stream().filter(file -> !seen.containsKey(file)).toList()) {
            release(gone, loaded.remove(gone));
        }
        lastSeen = seen;
        lastTrouble = null;
    }

    private Map<Path, Stamp> seen() throws IOException {
        Map<Path, Stamp> seen = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    (Iterable<Path>) files.filter(name -> name.toString().endsWith(".jar"))::iterator) {
                stamp(file).ifPresent(stamp -> seen.put(file, stamp));
            }
        }
        return seen;
    }

    /** Returns the stamp of a file; empty if it is not a regular file or has been removed since it was listed. */
    private static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void take(Path file, Stamp stamp) {
        Loaded before = loaded.get(file);
        if (before != null && before.stamp.equals(stamp)) {
            return;
        }
        Plugin fresh;
        try {
            fresh = Plugin.load(file, server);
        } catch (Throwable t) {
            // Recorded first, since reporting may fail as well; otherwise every scan would try the plugin again.
            loaded.put(file, new Loaded(before == null ? null : before.plugin, stamp));
            events.error(
                    server.name(),
                    "the plugin " + file + " cannot be loaded; the one that served before stays in service",
                    t);
            return;
        }
        loaded.put(file, new Loaded(fresh, stamp));
        release(file, before);
    }

    private void release(Path file, Loaded leaving) {
        try {
            if (leaving != null && leaving.plugin != null) {
                leaving.plugin.close();
            }
        } catch (Throwable t) {
            events.error(server.name(), "the plugin " + file + " cannot be released completely", t);
        }
    }

    /** Reports a failure once, until a scan succeeds or fails in another way; it would otherwise be reported twice a second. */
    private synchronized void trouble(String what, Throwable cause) {
        String trouble = what + cause.getClass();
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            events.error(server.name(), what, cause);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        loaded.forEach(this::release);
        loaded.clear();
    }
}
