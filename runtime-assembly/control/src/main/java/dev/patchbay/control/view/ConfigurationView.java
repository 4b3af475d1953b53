package dev.patchbay.control.view;

import java.util.List;
import java.util.Map;

/**
 * The configuration of a server.
 *
 * @param inForce the keys and values in force, with those that have their default; empty if the server never started
 * @param newest  the newest configuration as it was written, if there are faults; otherwise null
 * @param faults  what is wrong with the newest configuration, or why the server has failed
 * @param file    the file that the configuration comes from; null if it is not known
 */
public record ConfigurationView(
        Map<String, String> inForce, Map<String, String> newest, List<String> faults, String file) {}
