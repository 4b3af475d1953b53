/** How a command ends: the statuses of the process, and the failure with its message. */
package dev.patchbay.command.exit;
