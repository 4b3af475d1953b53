/**
 * Subscriptions to the events of servers. {@link dev.patchbay.control.event.EventFeed} is a listener that exists only while
 * there are subscribers, because a server that nobody listens to does not report each connection. It puts each call into
 * words, as an {@link dev.patchbay.control.event.Event}, and into the queue of each {@link
 * dev.patchbay.control.event.Subscription}, which has a thread of its own to write to its client.
 *
 * <p>So a client that does not read costs a bounded queue and one thread that waits, and delays neither the servers nor the
 * other clients. What did not fit into its queue is counted, and told to it in its place. The same happens to the events of
 * connections beyond a number in a second ({@link dev.patchbay.control.event.RateBound}), before they are put into words, so
 * that a subscriber costs a host with thousands of short connections a second little.
 */
package dev.patchbay.control.event;
