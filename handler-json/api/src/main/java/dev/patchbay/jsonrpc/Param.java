package dev.patchbay.jsonrpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names and describes a parameter for clients. The name is needed if the class was not compiled with {@code
 * -parameters}, or if clients are to see another name than the one in the source.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {

    /** {@return the name that clients use for the parameter; empty for the name in the source} */
    String value() default "";

    /** {@return one sentence for the document that {@code rpc.discover} returns; empty for none} */
    String description() default "";
}
