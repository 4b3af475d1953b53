package dev.patchbay.jsonrpc;

import dev.patchbay.api.HandlerExecution;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Publishes public methods of a service as JSON-RPC methods: those that {@link #function()} names, and those with the
 * annotation {@link JsonRpcMethod}. Place it beside {@code @Component}; it sets service properties. A service that is
 * registered in another way sets these properties itself.
 *
 * <p><b>Parameters.</b> Clients pass params by position or by name, and they are bound to the Java types. Overloads are
 * distinguished by their number of parameters. {@code Optional} parameters at the end may be omitted, and varargs take
 * all remaining values. A {@link dev.patchbay.api.ConnContext} or {@link JsonRpcClient} parameter is injected: it is
 * the calling connection or client.
 *
 * <p><b>Results.</b> The return value is the result. A {@link java.util.concurrent.CompletionStage} is answered when it
 * completes. An exception becomes an error object, as {@link JsonRpcException} describes.
 *
 * <p><b>Threads.</b> Several threads call the methods at the same time. When a client disconnects, the threads of its
 * requests are interrupted and the stages of its requests are cancelled. Notifications continue.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface JsonRpcFunctions {

    /** The prefix of the properties. */
    String PREFIX_ = "jsonrpc.";

    /** The service property for {@link #scope()}. */
    String SCOPE = "jsonrpc.scope";

    /** The service property for {@link #function()}: a {@code String}, a {@code String[]} or a collection. */
    String FUNCTION = "jsonrpc.function";

    /** The service property for {@link #annotated()}: a {@code Boolean}, or its text. */
    String ANNOTATED = "jsonrpc.annotated";

    /** The service property for {@link #audience()}: a {@code String}, a {@code String[]} or a collection. */
    String AUDIENCE = "jsonrpc.audience";

    /** The service property for {@link #execution()}: the name of a {@link HandlerExecution}. */
    String EXECUTION = "jsonrpc.execution";

    /**
     * {@return the prefix of the JSON-RPC names, without its dot: {@code math} for {@code math.add}} Empty for names
     * without a prefix. It does not apply to the names that {@link JsonRpcMethod} gives.
     */
    String scope() default "";

    /** {@return the names of the Java methods to publish under their own names} */
    String[] function() default {};

    /** {@return whether the Java methods with {@link JsonRpcMethod} are published} */
    boolean annotated() default true;

    /**
     * {@return the only clients that these methods are for, such as {@code control}: a word that handlers choose by}
     * Methods with an audience are not offered by any handler whose {@code methods.target} does not name the property
     * {@link #AUDIENCE}, as {@code (jsonrpc.audience=control)} does. By default they are for all clients.
     */
    String[] audience() default {};

    /**
     * {@return the threads that call the methods} {@link HandlerExecution#EVENT_LOOP} is for quick methods that never
     * block: params are bound, the method is called, and the result is written on the event loop.
     */
    HandlerExecution execution() default HandlerExecution.VIRTUAL;
}
