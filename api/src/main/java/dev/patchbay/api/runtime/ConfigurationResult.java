package dev.patchbay.api.runtime;

import java.util.List;
import java.util.Map;

/**
 * What became of a configuration that a server was given. Immutable.
 *
 * @param written the keys and values as the server was given them, with those that OSGi adds
 * @param faults  why it was rejected, one sentence each; empty if it is in force
 */
public record ConfigurationResult(Map<String, String> written, List<String> faults) {

    /** Copies the values. */
    public ConfigurationResult {
        written = Map.copyOf(written);
        faults = List.copyOf(faults);
    }

    /** {@return whether the configuration is in force} */
    public boolean inForce() {
        return faults.isEmpty();
    }
}
