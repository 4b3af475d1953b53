/**
 * HTTP/1.1 after RFC 9112, for resources that may answer at length. {@link dev.patchbay.protocols.http.HttpHandler} reads
 * requests, {@link dev.patchbay.protocols.http.Resource} answers them, and {@link dev.patchbay.protocols.http.Exchange} is
 * what both know of one request.
 *
 * <p>The handler has no state. What a request in progress needs is in the attributes of its connection: its head as text, how
 * far its body has come, and what the resource keeps. The last byte of a request stays with the host until the answer is
 * complete, so that another handler continues a long answer, and a drain waits for it.
 */
package dev.patchbay.protocols.http;
