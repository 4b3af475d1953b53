/**
 * Who is at the other end of a connection, in words. The kernel reports numbers; {@link dev.patchbay.control.caller.Users}
 * and {@link dev.patchbay.control.caller.Processes} find the names. {@link dev.patchbay.control.caller.Caller} is who
 * called a method, for the log.
 */
package dev.patchbay.control.caller;
