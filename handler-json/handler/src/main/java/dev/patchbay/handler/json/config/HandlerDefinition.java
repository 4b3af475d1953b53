package dev.patchbay.handler.json.config;

/**
 * A handler as a configuration defines it, validated and immutable.
 *
 * @param name the service property {@code handler.name}, by which servers choose the handler
 * @param methodsTarget the filter that selects the services whose methods it offers
 * @param ranking the service property {@code service.ranking}
 * @param settings its limits
 */
public record HandlerDefinition(String name, String methodsTarget, int ranking, Settings settings) {

    HandlerDefinition withDefaultSettings() {
        return new HandlerDefinition(name, methodsTarget, ranking, Settings.DEFAULTS);
    }
}
