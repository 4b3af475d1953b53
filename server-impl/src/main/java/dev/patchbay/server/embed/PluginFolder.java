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

    /** What went wrong in the last look; null if nothing did. */
    private String lastTrouble;

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

    /** Whatever goes wrong in one look, there is a next one. */
    private void watchUntilClosed() {
        while (awaitNextLook()) {
            try {
                lookOnce();
            } catch (Throwable t) {
                trouble("the look into the folder of plugins " + folder + " failed; the next one follows", t);
            }
        }
    }

    /** Returns whether there is to be one. An interrupt is none of ours: this thread ends when the folder is closed. */
    private synchronized boolean awaitNextLook() {
        try {
            if (!closed) {
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            trouble("the watch of the folder of plugins " + folder + " was interrupted; it goes on", e);
        }
        return !closed;
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
        Map<Path, Stamp> seen;
        try {
            seen = seen();
        } catch (IOException | UncheckedIOException e) {
            trouble("cannot look into the folder of plugins " + folder, e);
            return;
        }
        for (Map.Entry<Path, Stamp> entry : seen.entrySet()) {
            if (entry.getValue().equals(lastSeen.get(entry.getKey()))) {
                take(entry.getKey(), entry.getValue());
            }
        }
        for (Path gone :
                loaded.keySet().stream().filter(file -> !seen.containsKey(file)).toList()) {
            letGo(gone, loaded.remove(gone));
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

    /** Empty for what is no file, or is gone since it was listed. */
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
            // First what keeps the plugin from being tried in each look: to tell may fail, too.
            loaded.put(file, new Loaded(before == null ? null : before.plugin, stamp));
            events.error(server.name(), "the plugin " + file + " cannot be loaded; what served before serves on", t);
            return;
        }
        loaded.put(file, new Loaded(fresh, stamp));
        letGo(file, before);
    }

    private void letGo(Path file, Loaded leaving) {
        try {
            if (leaving != null && leaving.plugin != null) {
                leaving.plugin.close();
            }
        } catch (Throwable t) {
            events.error(server.name(), "the plugin " + file + " cannot be let go of completely", t);
        }
    }

    /** Reports what goes wrong twice a second once, until a look succeeds or something else goes wrong. */
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
        loaded.forEach(this::letGo);
        loaded.clear();
    }
}
