package dev.patchbay.server.plugins;

/** A plugin that is in use. Used by one thread at a time. */
public interface InstalledPlugin {

    /** Stops the plugin and removes everything of it. If a step fails, the others are taken all the same. */
    void remove();
}
