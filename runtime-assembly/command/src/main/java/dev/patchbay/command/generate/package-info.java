/**
 * What the build makes from the declarations of the commands: the completion for bash and zsh, and the man page. Not used at run
 * time.
 */
package dev.patchbay.command.generate;
