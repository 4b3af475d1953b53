package dev.patchbay.server.plugins;

import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.PluginSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * Brings what a target has into line with what a folder contains. {@link InstallRound} takes the files of one look; this class decides
 * when they are due, removes the plugins whose files are gone, and reports. All methods may be called from any thread; one look runs at
 * a time.
 */
public final class PluginInstaller implements PluginRuntime, AutoCloseable {

    private final Path folder;
    private final PluginTarget target;
    private final KeptCopies kept;
    private final PluginLog log;
    private final PluginScan scan;
    private final InstallRound round;
    private final PluginRollback rollback;

    /** The files of the folder. Guarded by this, like the fields below. */
    private final Map<Path, PluginFile> files = new TreeMap<>();

    /** The plugins whose files are gone, by identity: files of the same plugin may take them over. */
    private final Map<String, PluginFile> leaving = new TreeMap<>();

    private long environment;
    private boolean tidied;

    /** The failure of the last look at the folder; null if it had none. */
    private String lastTrouble;

    private volatile boolean closed;
    private volatile List<PluginSnapshot> list = List.of();

    /**
     * Creates an installer that has not looked yet.
     *
     * @param folder the folder of plugins
     * @param target where they are installed
     * @param reader copies and checks the files
     * @param kept   the last good content of each
     * @param log    is told what happens
     */
    public PluginInstaller(Path folder, PluginTarget target, PluginReader reader, KeptCopies kept, PluginLog log) {
        this.folder = folder;
        this.target = target;
        this.kept = kept;
        this.log = log;
        scan = new PluginScan(folder);
        round = new InstallRound(target, reader, kept, log, files, leaving);
        rollback = new PluginRollback(reader, kept);
    }

    @Override
    public List<PluginSnapshot> plugins() {
        return list;
    }

    @Override
    public synchronized PluginSnapshot rollback(String plugin) throws IOException {
        if (closed) {
            throw new IOException("plugins are no longer looked after, because this process is stopping");
        }
        lookTwice();
        PluginFile file = files.values().stream()
                .filter(PluginFile::isListed)
                .filter(listed -> listed.isCalled(plugin))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(PluginRollback.unknown(plugin, list)));
        rollback.run(file, this::lookTwice);
        return file.snapshot();
    }

    /** Looks twice, so that every file that does not change in between is dealt with. */
    public synchronized void lookTwice() {
        look();
        look();
    }

    /** Looks at the folder, and deals with the files that are the same as at the look before. */
    public synchronized void look() {
        if (closed || !scanned()) {
            return;
        }
        Map<Path, FileStamp> settled = scan.settled();
        noticeGone();
        List<PluginFile> due = due(settled);
        if (due.isEmpty() && leaving.isEmpty()) {
            return;
        }
        boolean changed = round.take(due, settled) || !leaving.isEmpty();
        while (changed && !closed) {
            while (changed && !closed) {
                changed = round.take(waiting(), settled);
            }
            changed = removeLeaving();
        }
        if (!closed) {
            round.fallBack();
            target.settle();
            environment = target.environment();
            publish();
            report();
        }
    }

    private boolean scanned() {
        try {
            scan.look();
            tidyOnce();
            lastTrouble = null;
            return true;
        } catch (IOException e) {
            trouble("cannot scan the plugin folder " + folder, e);
            return false;
        }
    }

    /** Forgets the copies of files that were removed while nothing looked, and what was left unfinished. */
    private void tidyOnce() throws IOException {
        if (!tidied) {
            PluginRollback.tidy(folder);
            kept.forgetAllBut(folder);
            tidied = true;
        }
    }

    private void noticeGone() {
        for (PluginFile file : List.copyOf(files.values())) {
            if (scan.isGone(file.path())) {
                files.remove(file.path());
                if (file.plugin() != null) {
                    leaving.put(file.content().identity(), file);
                } else {
                    forget(file);
                    publish();
                }
            }
        }
    }

    private List<PluginFile> due(Map<Path, FileStamp> settled) {
        boolean other = environment != target.environment();
        environment = target.environment();
        List<PluginFile> due = new ArrayList<>();
        settled.forEach((path, stamp) -> {
            PluginFile file = files.computeIfAbsent(path, PluginFile::new);
            if (file.isDue(stamp) || other && file.isWaiting()) {
                due.add(file);
            }
        });
        // What served before the start has precedence over other files of the same plugin.
        due.sort(Comparator.comparing((PluginFile file) -> kept.of(file.path()).isEmpty()));
        return due;
    }

    private Collection<PluginFile> waiting() {
        return files.values().stream().filter(PluginFile::isWaiting).toList();
    }

    private boolean removeLeaving() {
        boolean removed = !leaving.isEmpty();
        for (PluginFile file : List.copyOf(leaving.values())) {
            remove(file);
        }
        leaving.clear();
        return removed;
    }

    private void remove(PluginFile file) {
        String what = PluginLog.printable(file.path());
        try {
            file.plugin().remove();
            log.changed(PluginLog.printable("plugin " + file.content().identity() + " "
                    + file.content().version() + " removed, as " + what + " no longer contains it"));
        } catch (Throwable t) {
            log.trouble("the plugin " + what + " cannot be released completely", t);
        }
        file.letGo();
        if (!files.containsKey(file.path())) {
            forget(file);
        }
    }

    private void forget(PluginFile file) {
        try {
            kept.forget(file.path());
        } catch (IOException e) {
            trouble("cannot delete the copy of " + PluginLog.printable(file.path()), e);
        }
    }

    private void publish() {
        list = files.values().stream()
                .filter(PluginFile::isListed)
                .map(PluginFile::snapshot)
                .toList();
    }

    private void report() {
        for (PluginFile file : files.values()) {
            UnusablePluginException fault = file.unreported();
            if (fault != null) {
                String others = file.content() == null
                        ? ""
                        : "; " + file.content().identity() + " "
                                + file.content().version() + ", which served before, stays in service";
                log.refused(
                        PluginLog.printable(
                                "the plugin " + file.path() + " cannot be used: " + fault.getMessage() + others),
                        fault);
            }
        }
    }

    /** Reports a failure once, until a look succeeds or fails in another way; it would otherwise be reported twice a second. */
    private void trouble(String what, Throwable cause) {
        String trouble = what + cause.getClass();
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            log.trouble(what, cause);
        }
    }

    /** Looks no more, and leaves the plugins as they are. Does not wait for a look in progress. */
    public void leave() {
        closed = true;
    }

    /** Looks no more, waits for a look in progress, and removes all plugins. */
    @Override
    public void close() {
        leave();
        synchronized (this) {
            files.values().stream().filter(file -> file.plugin() != null).forEach(this::remove);
            files.clear();
            list = List.of();
        }
    }
}
