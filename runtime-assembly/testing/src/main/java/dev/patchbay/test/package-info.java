/**
 * Unit tests of protocol handlers on the real engine, without sockets, files and waiting.
 *
 * <p>{@link dev.patchbay.test.Conversation} is for what a client and a handler say to each other: it is repeated with the input
 * cut in all ways, with a swap at each place, with a slow client and with one that leaves, and has to come out the same. {@link
 * dev.patchbay.test.HandlerTester} and {@link dev.patchbay.test.TestClient} are for everything else: several clients, time
 * that passes, clients that do not read, descriptors, swaps to another version, drains.
 *
 * <p>A test fails with an {@link java.lang.AssertionError}, so any test framework will do.
 */
@Version("1.0.0")
package dev.patchbay.test;

import org.osgi.annotation.versioning.Version;
