/**
 * The threads that make the load. Each {@link dev.patchbay.bench.load.Loader} has a selector, its share of the connections and of the
 * rate, and a {@link dev.patchbay.bench.load.Tally} that it alone writes; nothing is shared between them but the count of errors.
 */
package dev.patchbay.bench.load;
