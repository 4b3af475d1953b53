/**
 * The engine's tests, of three kinds.
 *
 * <ul>
 *   <li><b>On real sockets</b>: subclasses of {@code EngineTest}, run with each poller and each way to call handlers. They see
 *       what a client sees.
 *   <li><b>On virtual time</b>: {@code …InVirtualTimeTest}, with a {@code VirtualServer}. It has everything that a server has
 *       but a socket; clock, deadlines, threads and poller are the test's ({@code ManualClock}, {@code ManualTimer}, {@code
 *       ManualExecutor}, {@code FakePoller}). The loop has a thread of its own, which takes turns with the test's, so that a
 *       handler may keep it. A timeout is tested to the nanosecond, and an hour takes no time.
 *   <li><b>Step by step</b>: {@code InterleavedEventsTest} and {@code MemoryAtEveryAllocationTest}, with a {@code Rig}. That is
 *       one connection in the care of handlers that check how they are called ({@code Probe}), on a port that checks how it is
 *       used ({@code FakePort}), with memory that has to come back ({@code CountedMemory}), and no thread at all.
 * </ul>
 *
 * <p>The rig is also that of {@code itests/jcstress}, where two threads play with it, and of the fuzzer there. Those get it as
 * the test jar of this module, which holds these classes alone: whoever adds one names it in the {@code pom.xml}.
 */
package dev.patchbay.server.engine;
