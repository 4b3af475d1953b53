package dev.patchbay.api.runtime;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The folder {@code plugins/} of this process: what became of each file in it. A service in the distribution; absent where
 * plugins are installed in another way, as in Karaf. May be called from any thread.
 */
@ProviderType
public interface PluginRuntime {

    /**
     * {@return every file that is a plugin or looks like the attempt at one, sorted by file name} The list does not change.
     * Never waits.
     */
    List<PluginSnapshot> plugins();

    /**
     * Puts the earlier version of a plugin back into its file, and waits until it serves. That is the content that served from the file
     * before the present one, and the present one becomes the one to go back to. If the present content cannot be used, it is the
     * content that still serves. Clients stay connected. What code of the plugin does not return from is given up after a while.
     *
     * @param plugin the name of the file, with or without {@code .jar}
     * @return the plugin as it serves now
     * @throws NoSuchElementException if there is no such file; the message names those that there are
     * @throws IOException if there is no earlier version, or it cannot be put back or does not start; then everything is as before
     */
    default PluginSnapshot rollback(String plugin) throws IOException {
        throw new IOException("plugins cannot be rolled back here");
    }
}
