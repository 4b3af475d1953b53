/**
 * Memory for bytes that have to wait. {@code ChunkPool} lends chunks of direct memory, for input that no handler has consumed
 * and output that the client has not read. {@code CallBuffer} collects the output of a running call, and lets another thread
 * send it at the same time.
 */
package dev.patchbay.server.engine.memory;
