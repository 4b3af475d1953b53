/**
 * Servers as operators know them: by name, with a configuration that may change or have faults. Plain Java, without OSGi.
 *
 * <p>{@link dev.patchbay.server.control.ManagedServer} starts, stops and reconfigures one server. {@link
 * dev.patchbay.server.control.ServerRegistry} implements the {@code ServerRuntime} service, which shows and controls all of
 * them. {@link dev.patchbay.server.control.ServerLog} writes events to the log.
 */
package dev.patchbay.server.control;
