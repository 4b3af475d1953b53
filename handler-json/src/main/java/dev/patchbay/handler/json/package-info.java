/**
 * Will hold the handler for JSON-RPC 2.0, whose methods are the public Java methods of OSGi services. There is no
 * handler here yet: installing this bundle adds nothing to a server.
 */
package dev.patchbay.handler.json;
