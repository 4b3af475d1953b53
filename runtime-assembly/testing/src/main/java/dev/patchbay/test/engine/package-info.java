/**
 * The engine of a server on time and sockets that tests command. {@link dev.patchbay.test.engine.VirtualServer} is the whole;
 * the rest is what it gives the engine in place of the system: {@link dev.patchbay.test.engine.VirtualTimer} and {@link
 * dev.patchbay.test.engine.VirtualClock} for time, {@link dev.patchbay.test.engine.VirtualPoller} and {@link
 * dev.patchbay.test.engine.VirtualSocket} for sockets, {@link dev.patchbay.test.engine.TurnExecutor} for threads that may
 * block.
 *
 * <p>The event loop has a thread, as always. It and the test take turns: a test goes on when the loop and all calls of the
 * handler have come to rest.
 */
package dev.patchbay.test.engine;
