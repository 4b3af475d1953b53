package dev.patchbay.server.plugins;

import java.util.Optional;

/** A plugin that lies next to those that serve. Ends with {@link #commit} or {@link #discard}. Used by one thread at a time. */
public interface StagedPlugin {

    /** {@return what the plugin needs and does not find, in words; empty if it can be started} The answer may change. */
    Optional<String> missing();

    /**
     * Starts the plugin, in the place of the one that it was staged for.
     *
     * @return the plugin, which owns the copy of the content
     * @throws UnusablePluginException if it does not start; what it was to replace serves again, and nothing of it is left
     */
    InstalledPlugin commit() throws UnusablePluginException;

    /** Removes everything of the plugin. Not to be called after a commit. */
    void discard();
}
