/**
 * Messages of JSON-RPC 2.0. Begin with {@link dev.patchbay.handler.json.message.RequestReader}, which {@code rpc} calls
 * to turn a text into requests. {@link dev.patchbay.handler.json.message.MessageWriter} writes responses and
 * notifications. Both work in a {@link dev.patchbay.handler.json.message.Workspace}, which holds the buffers and the
 * parser and comes from a {@link dev.patchbay.handler.json.message.WorkspacePool}.
 */
package dev.patchbay.handler.json.wire;
