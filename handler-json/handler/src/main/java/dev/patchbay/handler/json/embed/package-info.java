/**
 * Handlers for programs without OSGi. {@link dev.patchbay.handler.json.embed.EmbeddedHandlers} is what {@code JsonRpc}
 * finds with the service loader. An {@link dev.patchbay.handler.json.embed.EmbeddedHandler} publishes the methods of
 * objects as the shell in OSGi does those of services, and passes the calls of a server on.
 */
package dev.patchbay.handler.json.embed;
