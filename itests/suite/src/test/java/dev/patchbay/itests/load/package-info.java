/**
 * Load on the distribution as a process of its own: clients that behave ({@code GoodClients}) and clients that do not
 * ({@code BadClients}), thousands of them, and what the process has to bear ({@code Vitals}).
 */
package dev.patchbay.itests.load;
