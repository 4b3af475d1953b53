package dev.patchbay.api.runtime;

/**
 * A file in the folder of plugins at one moment. Immutable.
 *
 * @param file    the name of the file, with control characters replaced
 * @param state   what became of the file
 * @param name    the symbolic name of the plugin that serves; empty if the file is ignored
 * @param version the version of the plugin that serves; empty if the file is ignored
 * @param reason  why the content of the file is not in use, and what to do; empty if it is in use
 */
public record PluginSnapshot(String file, PluginState state, String name, String version, String reason) {}
