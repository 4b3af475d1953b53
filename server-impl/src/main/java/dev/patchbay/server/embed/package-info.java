/**
 * Servers in programs without OSGi, behind the API of {@link dev.patchbay.api.embed.Server}. {@code EmbeddedServer} assembles the
 * same parts as the Declarative Services components do. {@code PluginFolder} loads handlers into module layers or class loaders
 * that can be released again.
 */
package dev.patchbay.server.embed;
