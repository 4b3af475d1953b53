package dev.patchbay.server.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Takes several files at once, so that those that need each other find each other, in whatever order they are named. First each is
 * staged; then those that lack nothing are committed, until no more can be; the rest wait. Used by one thread at a time.
 */
final class InstallRound {

    private final PluginTarget target;
    private final PluginReader reader;
    private final KeptCopies kept;
    private final PluginLog log;
    private final Map<Path, PluginFile> files;
    private final Map<String, PluginFile> leaving;

    /** A staged plugin, the file it is for, and the file it takes over from; the latter may be the same file, or null. */
    private record Attempt(PluginFile file, PluginContent content, PluginFile from, StagedPlugin staged) {}

    InstallRound(
            PluginTarget target,
            PluginReader reader,
            KeptCopies kept,
            PluginLog log,
            Map<Path, PluginFile> files,
            Map<String, PluginFile> leaving) {
        this.target = target;
        this.reader = reader;
        this.kept = kept;
        this.log = log;
        this.files = files;
        this.leaving = leaving;
    }

    /** Takes files, and returns whether anything that serves has changed. */
    boolean take(Collection<PluginFile> due, Map<Path, FileStamp> settled) {
        List<Attempt> attempts = new ArrayList<>();
        boolean changed = false;
        for (PluginFile file : due) {
            FileStamp stamp = settled.get(file.path());
            if (stamp != null) {
                changed |= prepare(file, stamp, attempts);
            }
        }
        return commitAll(attempts) || changed;
    }

    /** Prepares an attempt, unless the file can be dealt with without one. Returns whether it took a leaving plugin over. */
    private boolean prepare(PluginFile file, FileStamp stamp, List<Attempt> attempts) {
        file.begin(stamp);
        try {
            if (!FileShape.isJar(file.path(), stamp)) {
                file.accept();
                return false;
            }
            PluginContent content = reader.read(file.path(), file.path());
            if (!stamp.equals(FileStamp.of(file.path()).orElse(null))) {
                Files.deleteIfExists(content.copy());
                file.again();
                return false;
            }
            file.read(content);
            return prepare(file, content, attempts);
        } catch (UnusablePluginException e) {
            file.refuse(e, false);
        } catch (Throwable t) {
            file.refuse(unexpected(t), false);
        }
        return false;
    }

    private boolean prepare(PluginFile file, PluginContent content, List<Attempt> attempts)
            throws IOException, UnusablePluginException {
        String identity = content.identity();
        letMoveOn(content);
        PluginFile from = file.serves(identity) ? file : leaving.get(identity);
        if (from != null && from.content().digest().equals(content.digest())) {
            Files.deleteIfExists(content.copy());
            takeOver(file, from);
            return from != file;
        }
        String owner = owner(file, identity, attempts);
        if (owner != null) {
            Files.deleteIfExists(content.copy());
            file.refuse(
                    new UnusablePluginException("it contains the same plugin, " + identity + ", as " + owner
                            + ", which serves; remove one of the two files"),
                    true);
            return false;
        }
        attempts.add(new Attempt(file, content, from, target.stage(content, from == null ? null : from.plugin())));
        return false;
    }

    /** Takes a plugin from a file that is another plugin now, if this is the content that serves: the two files have changed places. */
    private void letMoveOn(PluginContent content) {
        for (PluginFile other : files.values()) {
            if (other.serves(content.identity())
                    && other.hasMovedOn()
                    && other.content().digest().equals(content.digest())) {
                setOut(other);
            }
        }
    }

    /** Gives a file the plugin that it contains and that serves already. */
    private void takeOver(PluginFile file, PluginFile from) {
        if (from != file) {
            leaving.remove(from.content().identity());
            setOut(file);
            log.changed(PluginLog.printable("plugin " + from.content().identity() + " is now that of " + file.path()));
            file.fallBack(from.plugin(), from.content());
            keep(file, from.content());
            follow(from, file, true);
            forget(from);
        }
        file.accept();
    }

    /** Returns the file that has a plugin already; null if there is none but the file itself. */
    private String owner(PluginFile file, String identity, List<Attempt> attempts) {
        for (PluginFile other : files.values()) {
            if (other != file && other.serves(identity)) {
                return PluginLog.printable(other.path().getFileName());
            }
        }
        for (Attempt attempt : attempts) {
            if (attempt.content.identity().equals(identity)) {
                return PluginLog.printable(attempt.file.path().getFileName());
            }
        }
        return null;
    }

    private boolean commitAll(List<Attempt> attempts) {
        boolean changed = false;
        for (boolean progress = true; progress; ) {
            progress = false;
            for (Iterator<Attempt> each = attempts.iterator(); each.hasNext(); ) {
                Attempt attempt = each.next();
                if (missing(attempt) == null) {
                    each.remove();
                    progress |= commit(attempt, true);
                }
            }
            changed |= progress;
        }
        for (Attempt attempt : attempts) {
            String missing = missing(attempt);
            attempt.staged.discard();
            attempt.file.refuse(new UnusablePluginException(missing == null ? "try again" : missing), true);
        }
        return changed;
    }

    private static String missing(Attempt attempt) {
        return attempt.staged.missing().orElse(null);
    }

    /** Commits. Returns whether the plugin serves. */
    private boolean commit(Attempt attempt, boolean present) {
        PluginFile file = attempt.file;
        PluginContent before = attempt.from == null ? null : attempt.from.content();
        try {
            InstalledPlugin plugin = attempt.staged.commit();
            if (attempt.from != file) {
                leaving.remove(attempt.content.identity());
                setOut(file);
            }
            if (present) {
                file.accept(plugin, attempt.content);
                keep(file, attempt.content);
            } else {
                file.fallBack(plugin, attempt.content);
            }
            if (attempt.from != null && attempt.from != file) {
                follow(attempt.from, file, false);
                forget(attempt.from);
            }
            tell(file, attempt.content, before);
            return true;
        } catch (UnusablePluginException e) {
            refuse(file, e, present);
        } catch (Throwable t) {
            refuse(file, unexpected(t), present);
        }
        return false;
    }

    private static void refuse(PluginFile file, UnusablePluginException why, boolean present) {
        if (present) {
            file.refuse(why, false);
        }
    }

    private void tell(PluginFile file, PluginContent now, PluginContent before) {
        String what = before == null ? " installed" : " replaces " + before.version();
        log.changed(
                PluginLog.printable("plugin " + now.identity() + " " + now.version() + what + ", from " + file.path()));
    }

    /** Lets go of a plugin of another identity that the file had. */
    private void setOut(PluginFile file) {
        if (file.plugin() != null) {
            PluginFile old = new PluginFile(file.path());
            old.fallBack(file.plugin(), file.content());
            leaving.put(old.content().identity(), old);
            file.letGo();
        }
    }

    /** Has files of which nothing serves serve what they contained before this process was started. */
    void fallBack() {
        for (PluginFile file : List.copyOf(files.values())) {
            Path copy = kept.of(file.path()).orElse(null);
            if (copy != null && file.plugin() == null && file.unusable()) {
                fallBack(file, copy);
            }
        }
    }

    private void fallBack(PluginFile file, Path copy) {
        List<Attempt> attempts = new ArrayList<>();
        try {
            PluginContent content = reader.read(file.path(), copy);
            if (owner(file, content.identity(), attempts) != null) {
                Files.deleteIfExists(content.copy());
                return;
            }
            Attempt attempt = new Attempt(file, content, null, target.stage(content, null));
            if (missing(attempt) == null) {
                commit(attempt, false);
            } else {
                attempt.staged.discard();
            }
        } catch (Throwable t) {
            log.trouble("what " + PluginLog.printable(file.path()) + " contained before cannot be used either", t);
        }
    }

    private void keep(PluginFile file, PluginContent content) {
        try {
            kept.keep(file.path(), content.copy());
        } catch (IOException e) {
            log.trouble("cannot keep a copy of " + PluginLog.printable(file.path()) + "; it serves all the same", e);
        }
    }

    private void follow(PluginFile from, PluginFile file, boolean same) {
        try {
            kept.follow(from.path(), file.path(), same);
        } catch (IOException e) {
            log.trouble("cannot keep what " + PluginLog.printable(from.path()) + " contained for a rollback", e);
        }
    }

    private void forget(PluginFile file) {
        try {
            if (!files.containsKey(file.path())) {
                kept.forget(file.path());
            }
        } catch (IOException e) {
            log.trouble("cannot delete the copy of " + PluginLog.printable(file.path()), e);
        }
    }

    private static UnusablePluginException unexpected(Throwable t) {
        Throwable origin = t;
        while (origin.getCause() != null && origin.getCause() != origin) {
            origin = origin.getCause();
        }
        return new UnusablePluginException("it cannot be loaded: " + t + (origin == t ? "" : " (" + origin + ")"), t);
    }
}
