/**
 * The commands of {@code bin/patchbay} that talk to a running Patchbay. Plain Java on a class path of its own.
 *
 * <p>Begin with {@link dev.patchbay.command.Main}: it finds the {@link dev.patchbay.command.Command}, parses its {@link
 * dev.patchbay.command.line.Arguments} and runs it. A command connects to the {@link dev.patchbay.command.Host} through {@code
 * HOME/run/control.sock}, calls a method or two, and prints the answer to its {@link dev.patchbay.command.Output}: for people, or
 * with {@code --json} as it came. What ends it early is a {@link dev.patchbay.command.CommandFailure}.
 *
 * <p>The commands that look are in {@code inspect}, those that change something in {@code operate}. Below them are {@code line} (the
 * command line in words), {@code rpc} (JSON-RPC) and {@code text} (tables and quantities).
 *
 * <p>Most of the time of a command goes into loading classes. Therefore there are no lambdas, streams or formats on the way of the
 * frequent commands, JSON has no data binding, and each command loads only itself.
 */
package dev.patchbay.command;
