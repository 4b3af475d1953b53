/**
 * Patchbay's features in a real Karaf, which runs as a process of its own and is used as an operator uses it: with commands,
 * files in {@code etc/} and bundles in {@code deploy/}.
 */
package dev.patchbay.itests.karaf;
