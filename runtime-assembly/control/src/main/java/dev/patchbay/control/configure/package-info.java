/**
 * Changes to the configuration file of a server: the file is edited as a person would, replaced in one step, and put back if the
 * server rejects it.
 *
 * <p>{@link dev.patchbay.control.configure.ConfigurationEdit} changes the text and nothing but the values that are to change, and
 * {@link dev.patchbay.control.configure.EditedFile} reads and replaces the file.
 */
package dev.patchbay.control.configure;
