/**
 * A relay to another Unix socket, byte by byte, with back pressure and half-close both ways. {@link
 * dev.patchbay.protocols.proxy.ProxyHandler} does all reading and writing in the order of the client's connection; {@link
 * dev.patchbay.protocols.proxy.Readiness} watches the other sockets. The pair is in the attributes, so that a swap of the handler
 * is nothing to either side.
 */
package dev.patchbay.protocols.proxy;
