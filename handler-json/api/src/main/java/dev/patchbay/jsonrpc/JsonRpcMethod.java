package dev.patchbay.jsonrpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Publishes a Java method under a name of its own, which may be any JSON string: {@code textDocument/hover}, {@code
 * $/cancelRequest}. The name is used as it is, without the {@link JsonRpcFunctions#scope() scope}. The specification
 * reserves names that begin with {@code rpc.}; a method with such a name is not published.
 *
 * <p>The service is found if it has the annotation {@link JsonRpcFunctions}, or the service property {@link
 * JsonRpcFunctions#ANNOTATED} or {@link JsonRpcFunctions#FUNCTION}:
 *
 * <pre>{@code
 * @Component(service = HoverMethods.class)
 * @JsonRpcFunctions
 * public final class HoverMethods {
 *     @JsonRpcMethod("textDocument/hover")
 *     public Hover hover(TextDocument textDocument, Position position) { ... }
 * }
 * }</pre>
 *
 * <p>The Java method must be public. The annotation may also be on the method of a superclass or an interface that it
 * overrides; the nearest one counts. Java methods with the same name in JSON are overloads of one method, whatever their
 * names in Java are.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface JsonRpcMethod {

    /** {@return the name of the method in JSON-RPC} */
    String value();
}
