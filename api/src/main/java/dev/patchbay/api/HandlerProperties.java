package dev.patchbay.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The service properties of a {@link Handler}, written next to {@code @Component}.
 *
 * <p>A handler that is registered by other means sets the properties {@link #NAME} and {@link #EXECUTION} itself. A provider
 * for {@link java.util.ServiceLoader} has this annotation on its class.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface HandlerProperties {

    /** The prefix of the property names. */
    String PREFIX_ = "handler.";

    /** The service property that {@link #name()} becomes. */
    String NAME = "handler.name";

    /** The service property that {@link #execution()} becomes: the name of a {@link HandlerExecution}. */
    String EXECUTION = "handler.execution";

    /** {@return the name by which configurations choose the handler: {@code handler.target = (handler.name=echo)}} */
    String name();

    /** {@return the threads on which the handler is called} */
    HandlerExecution execution() default HandlerExecution.VIRTUAL;
}
