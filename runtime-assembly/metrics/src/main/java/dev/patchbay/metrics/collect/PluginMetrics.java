package dev.patchbay.metrics.collect;

import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.PluginState;
import java.util.List;

/** What became of the files in the folder of plugins. */
public final class PluginMetrics {

    private PluginMetrics() {}

    /** Adds the numbers of plugins. */
    public static void collect(List<PluginSnapshot> plugins, Families families) {
        for (PluginState state : PluginState.values()) {
            families.gauge(
                    "patchbay_plugins",
                    "The files in the folder of plugins, by their state.",
                    plugins.stream().filter(plugin -> plugin.state() == state).count(),
                    "state",
                    state.name());
        }
    }
}
