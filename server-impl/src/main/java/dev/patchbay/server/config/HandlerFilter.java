package dev.patchbay.server.config;

/** The filter that {@code handler} is short for. */
final class HandlerFilter {

    private HandlerFilter() {}

    /** Throws {@link IllegalArgumentException} for a boolean, which names no handler. */
    static void refuseBoolean(Object value) {
        if (Values.single(value) instanceof Boolean) {
            throw new IllegalArgumentException("is a boolean; write the name of the handler as text");
        }
    }

    /**
     * Returns the filter that a handler with this name matches.
     *
     * @param name the name, as it is; what has a meaning in filters is escaped
     */
    static String byName(String name) {
        return "(handler.name=" + name.replaceAll("[()*\\\\]", "\\\\$0") + ")";
    }

    /**
     * Returns the filter that a configuration asks for by both keys.
     *
     * @param name   the value of {@code handler}; empty if it has none
     * @param filter the value of {@code handler.target}, or its default
     * @throws IllegalArgumentException if both keys have values, and these have different meanings
     */
    static String of(String name, String filter) {
        if (name.isEmpty()) {
            return filter;
        }
        String named = byName(name);
        if (!filter.equals(named) && !filter.equals(Keys.HANDLER_TARGET.byDefault())) {
            throw new IllegalArgumentException("is short for " + Keys.HANDLER_TARGET + " = " + named + ", but that is "
                    + filter + "; remove one of the two");
        }
        return named;
    }
}
