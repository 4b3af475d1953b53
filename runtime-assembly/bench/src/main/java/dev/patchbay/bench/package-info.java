/**
 * A load generator for stream sockets in the Unix domain, on the JDK's channels and HdrHistogram alone.
 *
 * <p>Begin with {@link dev.patchbay.bench.Bench}: it starts the threads of {@code load}, looks at their figures once a second, and
 * returns a {@link dev.patchbay.bench.result.Result}. What is sent and what has to come back is an {@link
 * dev.patchbay.bench.exchange.Exchange}. {@code report} draws results as a page for a browser.
 *
 * <p>With a rate, messages have a time at which they are to begin, whatever the server does, and latency counts from that time. A
 * server that stops for a second thus shows it in the latency of each message that would have been sent in that second, and not in
 * one alone, which is known as the correction of coordinated omission. Without a rate, each connection begins its next message when
 * an answer has come.
 *
 * <p>Each package depends only on those after it: this one; {@code load}; {@code exchange} and {@code report}; {@code result}.
 */
package dev.patchbay.bench;
