/**
 * Event loops, and what all servers of a process share.
 *
 * <p>An {@code EventLoop} waits for sockets and runs tasks. All of its state is in the object, so another {@code LoopThread}
 * can carry it on while a handler blocks the one that had it. A {@code Worker} is what a thread needs to serve connections:
 * memory, and the {@code CallGate} that stands between a handler's call and those who may interrupt it or take the loop from
 * its thread. {@code EngineResources} holds the threads, the timer, the memory and the clock; its {@code Housekeeper} looks
 * once a second at what must not depend on any of them.
 *
 * <p>Nothing here knows connections or servers: what waits in a loop's queue is a {@code LoopTask}, and what a call belongs to
 * is any object. Begin with {@code EventLoop}.
 */
package dev.patchbay.server.engine.loop;
