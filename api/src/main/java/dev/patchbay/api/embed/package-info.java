/**
 * Servers in a program of your own, without OSGi: {@link dev.patchbay.api.embed.Server} is made with a builder, takes the
 * same configuration, tells the same events and swaps handlers in the same way. Handlers are objects, providers found by
 * {@link java.util.ServiceLoader}, or plugins in a folder, each in a module layer of its own.
 */
@Version("1.0.0")
@Export
package dev.patchbay.api.embed;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
