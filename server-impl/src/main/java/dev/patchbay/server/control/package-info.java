/**
 * Servers as operators know them: by name, with a configuration that may change or be wrong. Plain Java.
 *
 * <p>{@link dev.patchbay.server.control.ManagedServer} keeps one server in line with its configuration, {@link
 * dev.patchbay.server.control.Servers} is the service that shows and steers all of them, and {@link
 * dev.patchbay.server.control.ServerLog} writes what happens to the log.
 */
package dev.patchbay.server.control;
