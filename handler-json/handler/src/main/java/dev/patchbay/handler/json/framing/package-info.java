/**
 * Finds the messages in a connection's input. Begin with {@link dev.patchbay.handler.json.framing.FrameDecoder}, which
 * a session calls for each message. The first byte of a connection selects the framing. {@code C} begins a header part
 * as in the Language Server Protocol, because no JSON text begins with it; any other byte begins a line.
 *
 * <p>A decoder holds no bytes of the input. Its few numbers are handed to the next handler of the connection as a
 * string.
 */
package dev.patchbay.handler.json.framing;
