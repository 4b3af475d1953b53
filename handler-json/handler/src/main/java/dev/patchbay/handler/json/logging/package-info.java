/**
 * Foreign text and foreign exceptions, made safe to log and to quote. {@link dev.patchbay.handler.json.logging.Printable}
 * escapes and cuts text that clients or services have written; {@link
 * dev.patchbay.handler.json.logging.LoggedThrowable} is a copy of an exception that can be printed whatever the
 * exception's own methods do. Every other package calls them before it logs or quotes such a text.
 */
package dev.patchbay.handler.json.logging;
