/**
 * {@code patchbay new}: projects for handlers and methods, made from the templates of the distribution. A {@link
 * dev.patchbay.command.create.Template} knows what is renamed in it.
 */
package dev.patchbay.command.create;
