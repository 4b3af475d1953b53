/**
 * Integration tests of the assembled product. Each test runs on JDK 25 and on an older JDK.
 *
 * <ul>
 *   <li>{@code framework}: Pax Exam starts Felix in the process of the tests, with the bundles of the distribution. The
 *       tests run inside it and see configurations, events and the runtime view.
 *   <li>{@code distribution}: the tests start {@code bin/patchbay run} as a separate process and see what an operator
 *       sees: files, sockets, signals, the exit status and the log.
 *   <li>{@code page}: the operator's page in a real browser, against such a process.
 *   <li>{@code karaf}: the same with Karaf.
 *   <li>{@code modules}: Patchbay in a program without OSGi, on the module path.
 *   <li>{@code swap}: swaps under load, in a framework that the test starts.
 *   <li>{@code load}: thousands of clients, many of which misbehave.
 * </ul>
 *
 * <p>{@code client} has the clients that all of these use, and {@code plugin} the handlers that tests build bundles
 * from.
 */
package dev.patchbay.itests;
