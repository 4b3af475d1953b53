/**
 * The commands of {@code bin/patchbay} that talk to a running Patchbay. Plain Java on a class path of its own.
 *
 * <p>Begin with {@link dev.patchbay.command.Main}: it finds the {@link dev.patchbay.command.host.Command}, parses its {@link
 * dev.patchbay.command.line.Arguments} and runs it. A command connects to the {@link dev.patchbay.command.host.Host} through
 * {@code HOME/run/control.sock}, calls a method or two, and prints the answer to its {@link
 * dev.patchbay.command.host.Output}: for people, or with {@code --json} as it came. What ends it early is a {@link
 * dev.patchbay.command.exit.CommandFailure}.
 *
 * <p>Each package depends only on those after it: {@code generate} and {@code command}; {@code top} (what the servers do now),
 * {@code check} (a home without a Patchbay), {@code create} (new projects), {@code page} (the page for a browser) and {@code shell}
 * (a shell in the host); {@code inspect} (the commands that look) and {@code operate} (those that change something); {@code host};
 * {@code line} (the command line in words) and {@code rpc} (JSON-RPC); {@code text} (tables and quantities) and {@code exit}.
 *
 * <p>Most of the time of a command goes into loading classes. Therefore there are no lambdas, streams or formats on the way of
 * the frequent commands, JSON has no data binding, and each command loads only itself. {@code check} alone has the classes of the
 * server on its class path.
 */
package dev.patchbay.command;
