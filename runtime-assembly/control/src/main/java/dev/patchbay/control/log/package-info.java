/**
 * The levels of the log. {@link dev.patchbay.control.log.LogLevels} finds out whether the log is Logback, as in the
 * distribution. With another log there are no levels to read or change, and the bundle works without them.
 */
package dev.patchbay.control.log;
