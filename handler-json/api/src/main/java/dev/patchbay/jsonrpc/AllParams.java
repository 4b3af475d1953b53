package dev.patchbay.jsonrpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter that takes the whole {@code params} of a request. A JSON object is bound to a record or a map, an
 * array to a list, and either of them to {@link JsonText}. The argument is null if the request has no params. The
 * method must not have another parameter that clients pass.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface AllParams {}
