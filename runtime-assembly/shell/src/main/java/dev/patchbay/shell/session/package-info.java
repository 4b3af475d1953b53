/**
 * Shells that clients open through the control socket. {@link dev.patchbay.shell.session.ShellMethods} has the methods, and {@link
 * dev.patchbay.shell.session.Shells} the shells that are open, a few at most. A {@code Shell} has a Gogo session and a thread of its
 * own: with a terminal, {@code TerminalConsole} edits lines by means of JLine; without one, {@code ScriptConsole} runs lines as they
 * come.
 *
 * <p>What the client types waits in a {@code ShellInput}, and what the shell prints in a {@code ShellOutput}, from which a second
 * thread sends it. Both are bounded. A client that disappears ends its shell and both threads.
 */
package dev.patchbay.shell.session;
