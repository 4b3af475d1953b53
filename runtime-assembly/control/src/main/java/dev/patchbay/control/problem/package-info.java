/**
 * What an operator should look at, in words. {@link dev.patchbay.control.problem.Problems} finds it in the snapshots of the
 * servers and plugins, so that the command line, the shell and every other view say the same. Plain Java.
 */
package dev.patchbay.control.problem;
