/**
 * Metrics. {@link dev.patchbay.metrics.MetricsMethods} is the method {@code patchbay.metrics} on the socket for operators. At each
 * call {@link dev.patchbay.metrics.Scrape} takes the snapshots that the runtime services give, has the package {@code collect}
 * make metrics of them, and writes these as text; nothing is kept between two calls, and neither the writers nor the collectors are
 * loaded before the first. The names are listed in the {@code README.md} of the module.
 */
package dev.patchbay.metrics;
