/**
 * The operator's page in a real browser: Chromium without a window, driven through its DevTools protocol. {@link
 * dev.patchbay.itests.page.Chromium} starts it, {@link dev.patchbay.itests.page.DevTools} exchanges messages with one of
 * its tabs, and {@link dev.patchbay.itests.page.Tab} has what a person does: open, click, press keys, read.
 *
 * <p>The protocol is spoken directly, because the libraries for it bring a driver or a runtime of their own, and these
 * tests need ten of its methods.
 */
package dev.patchbay.itests.page;
