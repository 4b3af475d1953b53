/**
 * {@code patchbay check}: whether the servers of a home would start, without a start. All rules are those of the server, the launcher
 * and the support bundle themselves, which are on the class path for this command alone; only {@link
 * dev.patchbay.command.check.HomeCheck} and what it calls may be loaded where they are.
 */
package dev.patchbay.command.check;
