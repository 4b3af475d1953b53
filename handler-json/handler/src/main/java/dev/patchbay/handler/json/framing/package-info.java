/**
 * How the messages of a connection are told apart: one JSON text per line, or headers with a length as in the Language
 * Server Protocol. The first byte of a connection decides: {@code C} begins a header, and no JSON text.
 *
 * <p>{@link dev.patchbay.handler.json.framing.FrameReader} is the entrance. It holds no bytes, and the little state that
 * it has can be carried over to the next handler as a string.
 */
package dev.patchbay.handler.json.framing;
