/**
 * {@code patchbay page}: the status page in a browser. {@link dev.patchbay.command.page.PageServer} listens on a port of this
 * machine, which any of its users can reach; {@link dev.patchbay.command.page.Admission} lets in the one browser that has come
 * with the token; {@link dev.patchbay.command.page.Relay} passes its requests on to the socket of the server {@code http}. All
 * three look at one request at a time, which the HTTP server of the JDK has parsed, so that a connection that was let in once
 * has no advantage.
 */
package dev.patchbay.command.page;
