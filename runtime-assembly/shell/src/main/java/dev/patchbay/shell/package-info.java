/**
 * Patchbay in shells. {@link dev.patchbay.shell.Activator} registers each command of {@code bin/patchbay} as a Gogo command with the
 * scope {@code patchbay}: the very classes of the command line, which call the control socket of this process. They work in every
 * Gogo shell, that of Karaf among them.
 *
 * <p>In the distribution, {@code session} adds shells that clients open through the control socket, as {@code patchbay shell} does.
 */
package dev.patchbay.shell;
