/**
 * The API for protocol handlers: the only package that a handler imports.
 *
 * <p>Start with {@link dev.patchbay.api.Handler}. It has three main callbacks per connection, and one rule from which
 * everything else follows: a handler keeps no bytes between calls. {@link dev.patchbay.api.ConnContext} is the connection as
 * seen by its handler. {@link dev.patchbay.api.Frames} takes whole messages off the bytes that have arrived, and {@link
 * dev.patchbay.api.FrameEncoder} frames those that are sent. {@link dev.patchbay.api.HandlerProperties} gives a handler its name and chooses the threads that call it. {@link
 * dev.patchbay.api.Durations} reads durations in configurations.
 *
 * <p>{@link dev.patchbay.api.ConnectionRef} and {@link dev.patchbay.api.ConnectionGroup} reach connections across swaps, from
 * any thread: for a message to one client, or to all subscribers of a channel.
 *
 * <p>{@link dev.patchbay.api.ServerEvents} is for listeners: register one as a service, and it learns what servers do.
 *
 * <p>Handlers and listeners are OSGi services, or providers for {@link java.util.ServiceLoader}.
 */
@Version("1.0.0")
@Export
package dev.patchbay.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
