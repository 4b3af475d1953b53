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

    /** The name of the handler that is there without any configuration. */
    public static final String DEFAULT_NAME = "json";

    /** The handler that is there without any configuration. It offers all methods that have no audience. */
    public static final HandlerDefinition DEFAULT =
            new HandlerDefinition(DEFAULT_NAME, MethodsTarget.WITHOUT_AUDIENCE, 0, Settings.DEFAULTS);

    HandlerDefinition withDefaultSettings() {
        return new HandlerDefinition(name, methodsTarget, ranking, Settings.DEFAULTS);
    }
}
