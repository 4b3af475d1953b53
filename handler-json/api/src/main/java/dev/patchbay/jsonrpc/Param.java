package dev.patchbay.jsonrpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a parameter, where the class was not compiled with {@code -parameters} or the client shall see another one,
 * and what it means.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {

    /** The name; empty for the one in the source. */
    String value() default "";

    /** One sentence for the document of {@code rpc.discover}. */
    String description() default "";
}
