/**
 * Annotations of Java methods, also those of the methods that they override. {@link
 * dev.patchbay.handler.json.reflect.Declarations} finds them; {@code publish} and {@code method} ask it when a service is
 * registered. No annotation is looked for afterwards.
 */
package dev.patchbay.handler.json.reflect;
