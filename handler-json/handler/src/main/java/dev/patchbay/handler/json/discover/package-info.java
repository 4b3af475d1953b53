/**
 * What is there: the document of {@code rpc.discover}, after the OpenRPC specification 1.3, and the subscription to
 * changes of it. Types are described in JSON Schema (draft 7), as Jackson sees them.
 */
package dev.patchbay.handler.json.discover;
