package dev.patchbay.api.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a server registers a handler: {@code new HandlerOptions().ranking(1).execution(HandlerExecution.EVENT_LOOP)}. What is not set
 * comes from the {@link HandlerProperties} annotation of the handler's class, or is the default. Immutable: each method returns
 * other options.
 *
 * @param name      the {@code handler.name}, by which {@code handler.target} selects; null if it is not set. The default is the
 *                  simple name of the class, or {@code handler} for a lambda
 * @param execution the threads on which the handler is called; null if it is not set. The default is {@link
 *                  HandlerExecution#VIRTUAL}
 * @param ranking   the {@code service.ranking}; the handler with the highest one is put in charge. Null if it is not set. The
 *                  default is 0
 */
public record HandlerOptions(String name, HandlerExecution execution, Integer ranking) {

    /** Creates options of which none is set. */
    public HandlerOptions() {
        this(null, null, null);
    }

    /**
     * Sets the name.
     *
     * @param value the {@code handler.name}; not null
     * @return these options, with that name
     */
    public HandlerOptions name(String value) {
        return new HandlerOptions(Objects.requireNonNull(value, "name"), execution, ranking);
    }

    /**
     * Sets the threads on which the handler is called.
     *
     * @param value the execution; not null
     * @return these options, with that execution
     */
    public HandlerOptions execution(HandlerExecution value) {
        return new HandlerOptions(name, Objects.requireNonNull(value, "execution"), ranking);
    }

    /**
     * Sets the ranking.
     *
     * @param value the {@code service.ranking}; the handler with the highest one is put in charge
     * @return these options, with that ranking
     */
    public HandlerOptions ranking(int value) {
        return new HandlerOptions(name, execution, value);
    }

    /**
     * {@return these options, with those of others where these are not set}
     *
     * @param others the options that apply where these are not set
     */
    public HandlerOptions orElse(HandlerOptions others) {
        return new HandlerOptions(
                name == null ? others.name : name,
                execution == null ? others.execution : execution,
                ranking == null ? others.ranking : ranking);
    }

    /**
     * {@return the service properties of a handler with these options}
     *
     * @param handler the handler, whose class supplies what is not set in these options
     */
    public Map<String, Object> properties(Handler handler) {
        HandlerOptions all = orElse(annotated(handler.getClass())).orElse(byDefault(handler.getClass()));
        Map<String, Object> properties = new HashMap<>();
        properties.put(HandlerProperties.NAME, all.name);
        properties.put(HandlerProperties.EXECUTION, all.execution.name());
        properties.put("service.ranking", all.ranking);
        return properties;
    }

    private static HandlerOptions annotated(Class<?> type) {
        HandlerProperties carried = type.getAnnotation(HandlerProperties.class);
        return carried == null ? new HandlerOptions() : new HandlerOptions(carried.name(), carried.execution(), null);
    }

    private static HandlerOptions byDefault(Class<?> type) {
        String name = type.isHidden() || type.isAnonymousClass() ? "handler" : type.getSimpleName();
        return new HandlerOptions(name, HandlerExecution.VIRTUAL, 0);
    }
}
