/**
 * Method calls that outlast the reading of their request, and the responses to them. Begin with {@link
 * dev.patchbay.handler.json.call.Call}. {@code rpc} creates a call and hands it to {@link
 * dev.patchbay.handler.json.call.InFlightCalls}, which runs it on a thread of {@link
 * dev.patchbay.handler.json.call.MethodExecutors}. Its response goes to a {@link
 * dev.patchbay.handler.json.call.ResponseSink}: the connection, a {@link dev.patchbay.handler.json.call.BatchResponse},
 * or {@link dev.patchbay.handler.json.call.OrderedResponses}. {@link dev.patchbay.handler.json.call.ErrorResponses}
 * writes error objects.
 */
package dev.patchbay.handler.json.call;
