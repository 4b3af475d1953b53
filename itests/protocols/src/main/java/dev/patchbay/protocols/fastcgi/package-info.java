/**
 * FastCGI, as a responder that a web server passes its requests to. {@link dev.patchbay.protocols.fastcgi.FastCgiHandler}
 * reads records and keeps the request in progress in the attributes of its connection; a {@link
 * dev.patchbay.protocols.fastcgi.Responder} answers it. The record that ends a request's input stays with the host until the
 * answer is complete, so that another handler continues a long answer.
 */
package dev.patchbay.protocols.fastcgi;
