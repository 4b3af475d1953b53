/** The smallest useful handler: {@link dev.patchbay.handler.echo.EchoHandler}, written to be copied. */
package dev.patchbay.handler.echo;
