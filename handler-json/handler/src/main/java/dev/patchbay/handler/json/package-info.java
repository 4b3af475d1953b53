/**
 * The handler for JSON-RPC 2.0, whose methods are the public Java methods of OSGi services: the Declarative Services
 * shell. {@link dev.patchbay.handler.json.JsonHandler} is the component, {@link
 * dev.patchbay.handler.json.MethodServices} follows the services.
 *
 * <p>To be read next: {@code rpc}, the protocol; {@code method}, services as methods; {@code framing}, messages in a
 * stream; {@code wire}, bytes and Jackson; {@code discover}, the description of what is there.
 */
package dev.patchbay.handler.json;
