package dev.patchbay.control.view;

/**
 * A plugin that was rolled back.
 *
 * @param file    the name of its file
 * @param name    its symbolic name
 * @param version the version that serves now
 * @param was     the version that served before; the same if the file had a newer one that could not be used
 */
public record RollbackView(String file, String name, String version, String was) {}
