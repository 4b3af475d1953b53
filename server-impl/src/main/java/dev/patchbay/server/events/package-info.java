/**
 * Telling listeners what servers do, without ever waiting for one: {@link dev.patchbay.server.events.EventHub} takes the
 * events of one server and hands them to a bounded queue and a thread for each listener.
 */
package dev.patchbay.server.events;
