/**
 * A management bean for each server, {@code dev.patchbay:type=Server,name=NAME}, with what it is doing and the operations on it.
 * {@link dev.patchbay.jmx.Activator} has {@code ServerBeans} register and unregister them as servers come and go.
 *
 * <p>The platform's server of management beans is loaded with this bundle, and not without it.
 */
package dev.patchbay.jmx;
