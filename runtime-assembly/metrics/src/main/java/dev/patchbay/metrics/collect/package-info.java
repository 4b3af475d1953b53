/**
 * Makes metrics of snapshots. Each class is for one kind of source, and adds to {@link dev.patchbay.metrics.collect.Families} what
 * it finds there. Plain Java; used by one thread, for one scrape.
 */
package dev.patchbay.metrics.collect;
