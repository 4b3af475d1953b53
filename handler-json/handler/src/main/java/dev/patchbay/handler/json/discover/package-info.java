/**
 * Service discovery. Begin with {@link dev.patchbay.handler.json.discover.Discovery}, whose methods {@code rpc}
 * publishes under the reserved scope: {@code rpc.discover} returns an OpenRPC 1.3 document, {@code rpc.subscribe} and
 * {@code rpc.unsubscribe} control notifications of changes. Types are described in JSON Schema (draft 7), as Jackson
 * maps them.
 */
package dev.patchbay.handler.json.discover;
