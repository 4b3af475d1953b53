/**
 * Swaps under load, with real bundles in a real framework and real sockets. The handlers are probes that check how they
 * are called.
 *
 * <p>{@code SwapUnderLoadIT} is the stress test. The test starts the framework in its own process, with the bundles of
 * the distribution. The probes inside the framework and the tests outside share the {@link
 * dev.patchbay.itests.swap.ledger.Ledger}.
 */
package dev.patchbay.itests.swap;
