package dev.patchbay.jsonrpc;

import dev.patchbay.api.HandlerExecution;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The service properties that publish public methods of a service as JSON-RPC methods, to be put beside {@code
 * @Component}. A service that is registered by other means sets the properties itself.
 *
 * <p>A Java method is called with parameters by position or by name, bound to its Java types. Overloads are told apart by
 * their number of parameters. {@code Optional} parameters at the end may be left out, a variable number of arguments
 * takes all that are left. A parameter of type {@link dev.patchbay.api.ConnContext} or {@link JsonRpcClient} is not the
 * client's to give: it is the connection, or the client, that calls. A {@link java.util.concurrent.CompletionStage} is
 * answered when it completes. What is thrown becomes an error: see {@link JsonRpcException}.
 *
 * <p>Methods are called by several threads at the same time. When the client closes its connection, the threads of its
 * requests are interrupted and the futures that they returned are cancelled; notifications run on.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface JsonRpcFunctions {

    /** What the names of the properties begin with. */
    String PREFIX_ = "jsonrpc.";

    /** The service property that {@link #scope()} becomes. */
    String SCOPE = "jsonrpc.scope";

    /** The service property that {@link #function()} becomes, of type {@code String}, {@code String[]} or a collection. */
    String FUNCTION = "jsonrpc.function";

    /** The service property that {@link #execution()} becomes: the name of a {@link HandlerExecution}. */
    String EXECUTION = "jsonrpc.execution";

    /** What the JSON-RPC names begin with, before a dot: {@code math} for {@code math.add}; nothing for bare names. */
    String scope() default "";

    /** The names of the Java methods. */
    String[] function();

    /**
     * The threads that call the methods. {@link HandlerExecution#EVENT_LOOP} is for methods that never block and are
     * quick: the parameters are bound, the method is called and the result is written on the event loop.
     */
    HandlerExecution execution() default HandlerExecution.VIRTUAL;
}
