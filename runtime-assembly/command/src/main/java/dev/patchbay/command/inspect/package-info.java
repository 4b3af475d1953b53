/** The commands that look and change nothing: status, connections, handlers, plugins, events, health. */
package dev.patchbay.command.inspect;
