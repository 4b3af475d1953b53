package dev.patchbay.control.view;

import java.util.List;
import java.util.Map;

/**
 * A configuration that was changed and is in force.
 *
 * @param server  the name of the server
 * @param file    the file that was changed; null if the configuration comes from none
 * @param changes what has changed, sorted by key; empty if nothing has
 * @param inForce the keys and values in force, with those that have their default
 */
public record ConfiguredView(String server, String file, List<Change> changes, Map<String, String> inForce) {

    /**
     * A value that has changed.
     *
     * @param key the key
     * @param was the value in force before; null if none was
     * @param now the value in force
     */
    public record Change(String key, String was, String now) {}
}
