/**
 * The command line in words: what a command is called, what it takes, what it is for.
 *
 * <p>A {@link dev.patchbay.command.line.Declaration} is written once for each command. Commons CLI parses the {@link
 * dev.patchbay.command.line.Arguments} by it, {@link dev.patchbay.command.line.HelpText} prints it, and {@code generate} makes the
 * completion and the man page from it at build time.
 */
package dev.patchbay.command.line;
