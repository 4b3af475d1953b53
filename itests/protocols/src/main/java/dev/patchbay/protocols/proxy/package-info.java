/**
 * A relay to another Unix socket, byte by byte, with back pressure and half-close both ways. {@link
 * dev.patchbay.protocols.proxy.ProxyHandler} serves the clients; {@link dev.patchbay.protocols.proxy.Backends} reads the other
 * sockets and sends what they say to the clients' connections, by references that outlive the handlers. The other socket is
 * in the attributes, so that a swap of the handler is nothing to either side.
 */
package dev.patchbay.protocols.proxy;
