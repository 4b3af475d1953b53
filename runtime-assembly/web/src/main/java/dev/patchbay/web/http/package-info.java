/**
 * HTTP/1.1 over blocking streams. {@link dev.patchbay.web.http.HttpConnection} serves one client: it reads a {@link
 * dev.patchbay.web.http.Request}, has an {@link dev.patchbay.web.http.Exchange} answer it with a {@link
 * dev.patchbay.web.http.Response}, and goes on with the next one. Apache HttpCore parses the requests, and no class of it is
 * known outside of this package. A {@link dev.patchbay.web.http.Link} is the connection below.
 *
 * <p>No byte after a request is read before the request is answered, so that between two requests a connection can be handed
 * over to another handler with all that its client has sent.
 */
package dev.patchbay.web.http;
