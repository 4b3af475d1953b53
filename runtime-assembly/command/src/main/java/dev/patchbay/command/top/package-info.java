/**
 * {@code patchbay top}: what the servers do now, as the differences of two {@link dev.patchbay.command.top.Sample}s. A {@link
 * dev.patchbay.command.top.Frame} is the text of one moment; {@link dev.patchbay.command.top.Screen} is the terminal that it is for.
 */
package dev.patchbay.command.top;
