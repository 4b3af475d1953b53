package dev.patchbay.api.runtime;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The folder {@code plugins/} of this process: what became of each file in it. A service in the distribution; absent where
 * plugins are installed in another way, as in Karaf. May be called from any thread; never waits.
 */
@ProviderType
public interface PluginRuntime {

    /** Returns every file that is a plugin or looks like the attempt at one, sorted by file name. The list does not change. */
    List<PluginSnapshot> plugins();
}
