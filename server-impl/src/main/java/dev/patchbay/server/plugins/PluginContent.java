package dev.patchbay.server.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;

/**
 * A jar that has been read completely and is whole.
 *
 * @param file      the file in the folder of plugins
 * @param copy      a private copy of the file, which nobody changes
 * @param digest    the digest of the content
 * @param identity  what two files must not have in common: the symbolic name, or what stands for it
 * @param version   the version as the jar states it; {@code 0.0.0} if it does not
 * @param bundle    whether it has the headers of an OSGi bundle
 * @param providers the classes that it provides as handlers for {@link java.util.ServiceLoader}
 * @param manifest  its manifest; not to be changed
 */
public record PluginContent(
        Path file,
        Path copy,
        String digest,
        String identity,
        String version,
        boolean bundle,
        List<String> providers,
        Manifest manifest) {

    /** Copies the list. */
    public PluginContent {
        providers = List.copyOf(providers);
    }
}
