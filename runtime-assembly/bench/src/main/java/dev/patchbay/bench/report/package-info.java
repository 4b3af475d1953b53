/** Results as a page for a browser, which needs nothing else: no script, no network. */
package dev.patchbay.bench.report;
