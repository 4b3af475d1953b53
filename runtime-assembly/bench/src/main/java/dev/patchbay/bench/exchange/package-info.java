/** What is sent, and what has to come back: an echo, fixed bytes, lines, or calls of a JSON-RPC method. */
package dev.patchbay.bench.exchange;
