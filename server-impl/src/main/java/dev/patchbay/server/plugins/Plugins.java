package dev.patchbay.server.plugins;

import java.util.List;

/** The plugins that the files in a folder are, and those that they would like to be. May be called from any thread; never waits. */
public interface Plugins {

    /** Returns every file that is a plugin or looks like the attempt at one, sorted by file name. The list does not change. */
    List<PluginSnapshot> plugins();
}
