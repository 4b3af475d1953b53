/**
 * Event loops, and the resources that all servers of a process share.
 *
 * <p>An {@code EventLoop} waits for sockets and runs tasks. Its whole state is in the object, so another
 * {@code LoopThread} can carry it on while a handler blocks the first one. What concerns a loop as a whole has a class
 * of its own: {@code LoopQueue} holds the strands that wait, {@code LoopMembers} counts the connections,
 * {@code LoopWakeup} wakes the carrier, {@code BlockedCallDetector} finds a call that blocks it, {@code TimerWheel}
 * keeps the deadlines, {@code LoopCounters} counts bytes.
 *
 * <p>A {@code Worker} is what a thread needs to run a strand: memory, and the {@code CallGate} through which other
 * threads interrupt the running call or take the loop from its thread. {@code EngineResources} owns the threads, the
 * timer, the memory and the clock. Its {@code Housekeeper} makes, once a second, the checks that must not depend on any
 * of them.
 *
 * <p>Nothing in this package knows connections or servers. A strand is a {@code LoopTask} here, and the connection that
 * a call belongs to is any object. Begin with {@code EventLoop}.
 */
package dev.patchbay.server.engine.loop;
