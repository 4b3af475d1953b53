/**
 * Reusable memory. {@link dev.patchbay.handler.json.buffer.ObjectPool} keeps idle objects for the next message, {@link
 * dev.patchbay.handler.json.buffer.OutputBuffer} is the message being written, and {@link
 * dev.patchbay.handler.json.buffer.Slice} is a part of a message that was read. Begin with {@code OutputBuffer}, which
 * {@code message} fills and {@code rpc} sends.
 */
package dev.patchbay.handler.json.buffer;
