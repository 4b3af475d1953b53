package dev.patchbay.server.embed;

import dev.patchbay.server.events.EventHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of plugins, looked at twice a second by a thread of its own: jars that come are loaded, jars that change are
 * swapped in, jars that go are let go of. A jar is taken when it has not changed between two looks, so that one that is still
 * being copied is left alone. One that cannot be loaded is reported, and what it was to replace stays.
 */
final class PluginFolder implements AutoCloseable {

    private static final long LOOK_MILLIS = 500;

    private final Path folder;
    private final EmbeddedServer server;
    private final EventHub events;

    /** What is loaded, by file. Guarded by this, as is what follows. */
    private final Map<Path, Loaded> loaded = new HashMap<>();

    private Map<Path, Stamp> lastSeen = Map.of();
    private Thread watcher;
    private boolean closed;

    /** How a file looked: if this is the same, so is the file. */
    private record Stamp(FileTime modified, long size) {}

    /** A plugin, or null if it could not be loaded, and the file that it came from. */
    private record Loaded(Plugin plugin, Stamp stamp) {}

    PluginFolder(Path folder, EmbeddedServer server, EventHub events) {
        this.folder = folder;
        this.server = server;
        this.events = events;
    }

    /** Begins to look now and then. */
    synchronized void watch() {
        watcher = new Thread(this::watchUntilClosed, "patchbay-plugins");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watchUntilClosed() {
        try {
            while (true) {
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    wait(LOOK_MILLIS);
                }
                lookOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks twice, so that whatever is at rest is taken. */
    void look() {
        lookOnce();
        lookOnce();
    }

    private synchronized void lookOnce() {
        if (closed) {
            return;
        }
        try {
            Map<Path, Stamp> seen = seen();
            for (Map.Entry<Path, Stamp> entry : seen.entrySet()) {
                if (entry.getValue().equals(lastSeen.get(entry.getKey()))) {
                    take(entry.getKey(), entry.getValue());
                }
            }
            for (Path gone : loaded.keySet().stream()
                    .filter(file -> !seen.containsKey(file))
                    .toList()) {
                letGo(loaded.remove(gone));
            }
            lastSeen = seen;
        } catch (IOException e) {
            events.error(server.name(), "cannot look into the folder of plugins " + folder, e);
        }
    }

    private Map<Path, Stamp> seen() throws IOException {
        Map<Path, Stamp> seen = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    (Iterable<Path>) files.filter(name -> name.toString().endsWith(".jar"))::iterator) {
                if (Files.isRegularFile(file)) {
                    seen.put(file, new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
                }
            }
        }
        return seen;
    }

    private void take(Path file, Stamp stamp) {
        Loaded before = loaded.get(file);
        if (before != null && before.stamp.equals(stamp)) {
            return;
        }
        Plugin fresh;
        try {
            fresh = Plugin.load(file, server);
        } catch (IOException | RuntimeException | LinkageError | java.util.ServiceConfigurationError e) {
            events.error(server.name(), "the plugin " + file + " cannot be loaded; what served before serves on", e);
            loaded.put(file, new Loaded(before == null ? null : before.plugin, stamp));
            return;
        }
        loaded.put(file, new Loaded(fresh, stamp));
        letGo(before);
    }

    private static void letGo(Loaded leaving) {
        if (leaving != null && leaving.plugin != null) {
            leaving.plugin.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        loaded.values().forEach(PluginFolder::letGo);
        loaded.clear();
    }
}
