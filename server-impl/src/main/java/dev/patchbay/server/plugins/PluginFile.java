package dev.patchbay.server.plugins;

import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.PluginState;
import java.nio.file.Path;

/** A file that is a plugin or looks like one, and what became of it. Guarded by the installer. */
final class PluginFile {

    private final Path path;

    /** The stamp of the content that was dealt with last; null to deal with the file as soon as it is settled. */
    private FileStamp stamp;

    /** The plugin in use, and its content; both null if there is none. */
    private InstalledPlugin plugin;

    private PluginContent content;

    /** Why the present content is not in use; null if it is. */
    private UnusablePluginException fault;

    /** Whether the fault can go away by itself. */
    private boolean waiting;

    /** What identifies the present content; with the fault, it says what has been reported. */
    private String digest = "";

    private String reported = "";

    /** The plugin that the present content is; null if it is none. */
    private String claim;

    PluginFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Returns whether this is what people call a plugin: by the name of its file, with or without the ending. */
    boolean isCalled(String plugin) {
        String name = path.getFileName().toString();
        return name.equals(plugin) || name.equals(plugin + ".jar");
    }

    /** Returns the plugin in use, or null. */
    InstalledPlugin plugin() {
        return plugin;
    }

    /** Returns the content in use, or null. */
    PluginContent content() {
        return content;
    }

    boolean isWaiting() {
        return waiting;
    }

    boolean isDue(FileStamp now) {
        return !now.equals(stamp);
    }

    void begin(FileStamp now) {
        stamp = now;
        digest = now.kind().toString();
        claim = null;
    }

    /** Has the file looked at again. */
    void again() {
        stamp = null;
    }

    void read(PluginContent found) {
        digest = found.digest();
        claim = found.identity();
    }

    /** Returns whether it has a plugin in use that its present content no longer is, but another one. */
    boolean hasMovedOn() {
        return plugin != null && claim != null && !claim.equals(content.identity());
    }

    boolean serves(String identity) {
        return plugin != null && content.identity().equals(identity);
    }

    /** Records that the present content is in use. */
    void accept(InstalledPlugin installed, PluginContent installedContent) {
        fallBack(installed, installedContent);
        accept();
    }

    /** Records that the present content needs nothing done. */
    void accept() {
        fault = null;
        waiting = false;
        reported = "";
    }

    /** Records that something else than the present content is in use. */
    void fallBack(InstalledPlugin installed, PluginContent installedContent) {
        plugin = installed;
        content = installedContent;
    }

    /** Records that the plugin has gone over to another file, or is to be removed. */
    void letGo() {
        plugin = null;
        content = null;
    }

    void refuse(UnusablePluginException why, boolean mayGoAway) {
        fault = why;
        waiting = mayGoAway;
    }

    /** Returns the fault if it has not been reported for this content; null if there is nothing to report. */
    UnusablePluginException unreported() {
        if (fault == null || reported.equals(digest + fault.getMessage())) {
            return null;
        }
        reported = digest + fault.getMessage();
        return fault;
    }

    /** Returns whether the present content cannot be used. */
    boolean unusable() {
        return fault != null;
    }

    /** Returns whether this content is in use, and is that of the file. */
    boolean isServing(String wanted) {
        return plugin != null && fault == null && content.digest().equals(wanted);
    }

    /** Returns whether there is anything to say about the file. */
    boolean isListed() {
        return plugin != null || fault != null;
    }

    PluginSnapshot snapshot() {
        PluginState state =
                plugin == null ? PluginState.IGNORED : fault == null ? PluginState.SERVING : PluginState.OUTDATED;
        return new PluginSnapshot(
                PluginLog.printable(path.getFileName()),
                state,
                content == null ? "" : PluginLog.printable(content.identity()),
                content == null ? "" : PluginLog.printable(content.version()),
                fault == null ? "" : PluginLog.printable(fault.getMessage()));
    }
}
