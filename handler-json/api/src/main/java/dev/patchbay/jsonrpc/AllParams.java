package dev.patchbay.jsonrpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the one parameter that takes all that the client gives, the whole {@code params}: an object as a record or a map,
 * an array as a list, either of them as {@link JsonText}. It is null if the client gives none.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface AllParams {}
