/**
 * The client of the control server of the same process: {@link dev.patchbay.web.control.ControlServer} finds it, and a {@link
 * dev.patchbay.web.control.ControlConnection} is a connection to it, on a socket of the JDK.
 */
package dev.patchbay.web.control;
