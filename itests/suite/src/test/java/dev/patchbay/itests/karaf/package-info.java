/**
 * Tests of the Karaf features in an unmodified Karaf. It runs as a separate process and is operated as an operator
 * would: with commands, files in {@code etc/} and bundles in {@code deploy/}.
 */
package dev.patchbay.itests.karaf;
