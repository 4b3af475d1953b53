/** {@code patchbay shell}: a shell in the running Patchbay, at the terminal or in the script of the caller. */
package dev.patchbay.command.shell;
