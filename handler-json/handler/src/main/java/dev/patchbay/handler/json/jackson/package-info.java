/**
 * The configuration of Jackson. Begin with {@link dev.patchbay.handler.json.jackson.Jackson}, which creates parsers and
 * mappers; {@code message} and {@code method} call it. The other types bind {@link dev.patchbay.jsonrpc.JsonText},
 * require primitive members, and pool Jackson's buffers.
 */
package dev.patchbay.handler.json.jackson;
