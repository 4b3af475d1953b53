package dev.patchbay.control.view;

import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.PluginState;

/**
 * A file in the folder of plugins.
 *
 * @param file    its name
 * @param state   what became of it
 * @param name    the symbolic name of the plugin that serves; null if there is none
 * @param version the version of that plugin; null if there is none
 * @param text    why the content of the file is not in use, and what to do; null if it is in use
 */
public record PluginView(String file, PluginState state, String name, String version, String text) {

    /** Returns the view of a snapshot. */
    public static PluginView of(PluginSnapshot plugin) {
        return new PluginView(
                plugin.file(),
                plugin.state(),
                orNull(plugin.name()),
                orNull(plugin.version()),
                orNull(plugin.reason()));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
