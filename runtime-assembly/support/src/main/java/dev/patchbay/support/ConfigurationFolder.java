package dev.patchbay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folder of configuration files, and passes each file that is new, was changed or has gone to {@link ConfigurationFiles}. A
 * change counts when two looks in succession see the same state, so that a file that is being written is not read. While the folder
 * cannot be listed, nothing changes.
 *
 * <p>A thread of its own looks several times a second; any thread may ask for a look in addition. Looks never overlap.
 */
final class ConfigurationFolder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConfigurationFolder.class);

    private static final long INTERVAL_MILLIS = 400;

    private final Path folder;
    private final ConfigurationFiles files;
    private final Runnable afterChange;
    private final ScheduledThreadPoolExecutor watch;

    /** The state in which each file was passed on. Guarded by this. */
    private final SortedMap<Path, Stamp> applied = new TreeMap<>();

    /** The state of each file at the previous look. Guarded by this. */
    private Map<Path, Stamp> seen = new HashMap<>();

    /** Whether it was reported that the folder cannot be listed. Guarded by this. */
    private boolean unlisted;

    /** What distinguishes one state of a file from another. A link is followed; if it leads nowhere, it is the file itself. */
    private record Stamp(Object key, long size, long modified, boolean isFile, boolean isReadable) {

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(file, BasicFileAttributes.class);
            } catch (IOException e) {
                attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            }
            // The size and time of a folder change with what is in it.
            return attributes.isDirectory()
                    ? new Stamp(attributes.fileKey(), 0, 0, false, true)
                    : new Stamp(
                            attributes.fileKey(),
                            attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                            attributes.isRegularFile(),
                            Files.isReadable(file));
        }
    }

    /**
     * Creates a watch that has not begun.
     *
     * @param afterChange is called after each look that has passed anything on
     */
    ConfigurationFolder(Path folder, ConfigurationFiles files, Runnable afterChange) {
        this.folder = folder;
        this.files = files;
        this.afterChange = afterChange;
        watch = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "patchbay-conf");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Passes on all files that are there, on the thread of the watch, and begins to watch. Calls after the first do nothing. */
    synchronized void begin() {
        if (watch.getTaskCount() == 0 && !watch.isShutdown()) {
            watch.execute(this::lookNow);
            watch.scheduleWithFixedDelay(() -> look(false), INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Looks at all files, and passes every change on at once. */
    void lookNow() {
        look(true);
    }

    /** Looks at one file, and passes a change on at once, as its writer asks who knows that it is complete. */
    synchronized void lookAt(Path file) {
        if (watch.isShutdown() || watch.getTaskCount() == 0 || !folder.equals(file.getParent())) {
            return;
        }
        try {
            if (pass(file, Stamp.of(file), true)) {
                afterChange.run();
            }
        } catch (IOException | RuntimeException e) {
            // The next look at the whole folder decides what that means.
            log.debug("{} cannot be looked at", file, e);
        }
    }

    private synchronized void look(boolean atOnce) {
        if (watch.isShutdown()) {
            return;
        }
        try {
            Map<Path, Stamp> now = list();
            boolean changed = false;
            for (Path gone : List.copyOf(applied.keySet())) {
                if (!now.containsKey(gone) && (atOnce || !seen.containsKey(gone))) {
                    applied.remove(gone);
                    files.uninstall(gone);
                    changed = true;
                }
            }
            for (Map.Entry<Path, Stamp> entry : new TreeMap<>(now).entrySet()) {
                changed |= pass(entry.getKey(), entry.getValue(), atOnce);
            }
            seen = now;
            if (changed) {
                afterChange.run();
            }
        } catch (IOException | RuntimeException e) {
            if (!unlisted) {
                unlisted = true;
                log.error(
                        "{} cannot be looked at; its files stay in force as they are",
                        LogText.of(folder.toString()),
                        e);
            }
        }
    }

    private boolean pass(Path file, Stamp stamp, boolean atOnce) {
        Stamp before = applied.get(file);
        if (stamp.equals(before) || !atOnce && !stamp.equals(seen.get(file))) {
            return false;
        }
        // Noted first, so that a file that cannot be passed on is not tried again and again.
        applied.put(file, stamp);
        if (before == null) {
            files.install(file);
        } else {
            files.update(file);
        }
        return true;
    }

    private Map<Path, Stamp> list() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException | UncheckedIOException e) {
            throw new IOException(e);
        }
        Map<Path, Stamp> stamps = new HashMap<>();
        for (Path entry : entries) {
            try {
                stamps.put(entry, Stamp.of(entry));
            } catch (IOException e) {
                // It has gone since the folder was listed.
                log.debug("{} has gone", entry, e);
            }
        }
        unlisted = false;
        return stamps;
    }

    /** Ends the watch. What was applied stays. */
    @Override
    public void close() {
        watch.shutdown();
    }
}
