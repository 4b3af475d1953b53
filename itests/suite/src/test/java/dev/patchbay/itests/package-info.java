/**
 * Tests of the assembled whole. Each of them runs on JDK 25 and on an older one.
 *
 * <p>In {@code framework}, Pax Exam starts Felix in the tests' own process with the bundles of the distribution, and the
 * tests run inside it: they see configurations, events and the runtime view. In {@code distribution}, the tests start {@code
 * bin/patchbay run} as a process of its own, and see what an operator sees: files, sockets, signals, exit status, log; those
 * of {@code karaf} do the same to Karaf. {@code client} is what connects to all of them, and {@code plugin} holds the handlers
 * that tests make bundles of.
 */
package dev.patchbay.itests;
