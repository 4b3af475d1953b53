/**
 * Swaps under load: real bundles in a real framework, real sockets, and probes that check how they are called.
 *
 * <p>{@code SwapUnderLoadIT} is the stress test. The framework is started by the test itself, in its own process, with the
 * bundles of the distribution; {@link dev.patchbay.itests.swap.ledger.Ledger} is what probes inside and tests outside
 * share.
 */
package dev.patchbay.itests.swap;
