/**
 * Servers in programs without OSGi, behind the API of {@link dev.patchbay.api.embed.Server}. {@code EmbeddedServer} assembles the
 * same parts as the Declarative Services components do, and {@code HandlerPlaces} keeps the handlers of the program. {@code Plugin}
 * loads handlers into module layers or class loaders that can be released again, and {@code PluginFolder} connects them to the
 * installer in {@code plugins}.
 */
package dev.patchbay.server.embed;
