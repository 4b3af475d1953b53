/**
 * Memory for bytes that have to wait. A {@code ChunkPool} lends chunks of direct memory for input that no handler has
 * consumed and for output that the client has not read. A {@code CallBuffer} collects the output of a running call
 * while another thread may be sending it.
 */
package dev.patchbay.server.engine.memory;
