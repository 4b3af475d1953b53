package dev.patchbay.api.runtime;

/** What became of a file in the folder of plugins. */
public enum PluginState {

    /** The content of the file is in use. */
    SERVING,

    /** The file has been replaced by something that cannot be used, and its earlier content is still in use. */
    OUTDATED,

    /** Nothing of the file is in use. */
    IGNORED
}
