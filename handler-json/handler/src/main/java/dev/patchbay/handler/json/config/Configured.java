package dev.patchbay.handler.json.config;

import java.util.List;

/**
 * What a configuration says.
 *
 * @param name the handler's name; null if it is not a name
 * @param faults one sentence for each fault
 * @param definition what is defined. With faults, what a handler that does not run yet is to be; null if it is not to run
 */
public record Configured(String name, List<String> faults, HandlerDefinition definition) {

    /** Copies the faults. */
    public Configured {
        faults = List.copyOf(faults);
    }
}
