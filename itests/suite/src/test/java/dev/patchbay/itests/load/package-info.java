/**
 * Load tests of the distribution as a separate process. Thousands of clients connect. Some behave ({@code GoodClients})
 * and some do not ({@code BadClients}). {@code Vitals} measures what the process uses.
 */
package dev.patchbay.itests.load;
