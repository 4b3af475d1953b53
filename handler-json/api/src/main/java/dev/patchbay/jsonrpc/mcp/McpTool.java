package dev.patchbay.jsonrpc.mcp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a published method a tool of the Model Context Protocol, and describes how it behaves. The method has to be
 * published as well, by {@link dev.patchbay.jsonrpc.JsonRpcFunctions} or {@link dev.patchbay.jsonrpc.JsonRpcMethod}. Of a
 * service with the property {@link #PROPERTY}, all methods are tools, and the annotation only describes them.
 *
 * <p>The hints are for clients that ask people before they call a tool. Their defaults are those of the protocol, which
 * expects the worst.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface McpTool {

    /**
     * The service property that makes all methods of a service tools, or none of them: {@code true} or {@code false}.
     * Without it, the methods with this annotation are tools.
     */
    String PROPERTY = "mcp.tool";

    /** {@return the name for people; empty for the name of the method in JSON-RPC} */
    String title() default "";

    /** {@return whether the tool changes nothing} */
    boolean readOnly() default false;

    /** {@return whether the tool may destroy something, rather than only add to it} Has no meaning if it is read-only. */
    boolean destructive() default true;

    /** {@return whether a second call with the same arguments has no further effect} Has no meaning if it is read-only. */
    boolean idempotent() default false;

    /** {@return whether the tool deals with things outside, such as the web, rather than with a closed set of things} */
    boolean openWorld() default true;
}
