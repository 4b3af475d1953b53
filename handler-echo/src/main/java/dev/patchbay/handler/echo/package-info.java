/**
 * The smallest useful handler, written to be copied. Begin with {@link dev.patchbay.handler.echo.EchoHandler}, its only
 * class: the server calls it for each connection whose {@code handler.target} selects {@code echo}.
 */
package dev.patchbay.handler.echo;
