/**
 * Text for people at a terminal: tables that fit, quantities that read well, foreign text that does no harm.
 *
 * <p>Nothing here knows what a server or a connection is.
 */
package dev.patchbay.command.text;
