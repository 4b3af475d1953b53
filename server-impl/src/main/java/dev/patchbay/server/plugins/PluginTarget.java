package dev.patchbay.server.plugins;

import java.io.IOException;

/** The place where plugins are installed. Called by one thread at a time. */
public interface PluginTarget {

    /**
     * Puts a plugin next to those that serve, as far as that is possible without an effect on them. The staged plugin owns the copy
     * of the content from now on.
     *
     * @param content  the plugin, checked as far as a file can be
     * @param replaced the plugin that it is to replace, or null
     * @return the staged plugin, which the caller commits or discards
     * @throws UnusablePluginException if the plugin can be refused already; the copy is deleted
     * @throws IOException             if the copy cannot be read; the copy is deleted
     */
    StagedPlugin stage(PluginContent content, InstalledPlugin replaced) throws UnusablePluginException, IOException;

    /**
     * {@return a number that changes when something else than plugins is installed or removed, so that a plugin that lacked
     * something deserves another try}
     */
    default long environment() {
        return 0;
    }

    /** Completes what is left of a look in which plugins were installed or removed. */
    default void settle() {}
}
