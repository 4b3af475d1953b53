/**
 * What a protocol handler sees of Patchbay, and the only package that it imports.
 *
 * <p>Start with {@link dev.patchbay.api.Handler}: three callbacks per connection, and the rule from which
 * everything else follows, that a handler keeps no bytes between calls. {@link dev.patchbay.api.ConnContext} is the
 * connection as its handler sees it, {@link dev.patchbay.api.Frames} cuts whole messages off the bytes that have
 * arrived, and {@link dev.patchbay.api.HandlerProperties} names a handler and says on which threads it runs.
 * {@link dev.patchbay.api.ServerEvents} is for those who watch: register it as a service and be told what servers do.
 *
 * <p>Handlers and listeners are OSGi services, or providers for {@link java.util.ServiceLoader}.
 */
@Version("1.0.0")
@Export
package dev.patchbay.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
