/** What a command is, and what it works with: the running Patchbay, and standard output. */
package dev.patchbay.command.host;
