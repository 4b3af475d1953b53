/**
 * Servers without OSGi, as {@link dev.patchbay.api.embed.Server} promises them: {@code EmbeddedServer} puts the same parts
 * together that the Declarative Services shell does, and {@code PluginFolder} loads handlers into layers that can be let go
 * of.
 */
package dev.patchbay.server.embed;
