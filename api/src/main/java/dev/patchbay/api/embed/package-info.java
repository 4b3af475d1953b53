/**
 * The API for programs that run servers themselves, without OSGi. A builder creates a {@link dev.patchbay.api.embed.Server},
 * which has the same configuration, sends the same events and swaps handlers in the same way as a server in OSGi. Handlers are
 * objects, providers found by {@link java.util.ServiceLoader}, or plugins in a folder, each in a module layer of its own. A {@link
 * dev.patchbay.api.embed.HandlerRegistration} is the place of a handler, in which it is replaced.
 */
@Version("1.0.0")
@Export
package dev.patchbay.api.embed;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
