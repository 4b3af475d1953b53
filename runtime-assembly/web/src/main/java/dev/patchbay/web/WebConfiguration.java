package dev.patchbay.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The configuration {@code dev.patchbay.web}. Immutable. A fault leaves the key of the fault at its default.
 *
 * @param controlServer the name of the server with the control methods; empty for the one whose handler is {@code control}
 * @param metricsPort   the port of 127.0.0.1 for metrics and health; empty for none
 * @param faults        what is wrong, in sentences; empty if nothing is
 */
record WebConfiguration(Optional<String> controlServer, OptionalInt metricsPort, List<String> faults) {

    static final String PID = "dev.patchbay.web";

    private static final String CONTROL_SERVER = "control.server";
    private static final String METRICS_PORT = "metrics.port";
    private static final int HIGHEST_PORT = 65_535;

    /** Properties that others than the operator add. */
    private static final Set<String> FOREIGN = Set.of("service", "component", "handler", "felix", "osgi");

    /** Reads a configuration. */
    static WebConfiguration of(Map<String, Object> properties) {
        List<String> faults = new ArrayList<>();
        String server = text(properties, CONTROL_SERVER);
        return new WebConfiguration(
                server.isEmpty() ? Optional.empty() : Optional.of(server),
                port(properties, faults),
                unknown(properties, faults));
    }

    private static String text(Map<String, Object> properties, String key) {
        return String.valueOf(properties.getOrDefault(key, "")).strip();
    }

    private static OptionalInt port(Map<String, Object> properties, List<String> faults) {
        String value = text(properties, METRICS_PORT);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        int port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            faults.add(METRICS_PORT + " = " + value + " is not a port; write a number from 1 to " + HIGHEST_PORT
                    + ", or leave the key out for none");
            return OptionalInt.empty();
        }
        return OptionalInt.of(port);
    }

    private static List<String> unknown(Map<String, Object> properties, List<String> faults) {
        properties.keySet().stream()
                .filter(key -> !key.equals(CONTROL_SERVER) && !key.equals(METRICS_PORT))
                .filter(key -> !FOREIGN.contains(key.split("\\.", 2)[0]))
                .sorted()
                .forEach(key -> faults.add(
                        "there is no key " + key + "; the keys are " + CONTROL_SERVER + " and " + METRICS_PORT));
        return List.copyOf(faults);
    }
}
