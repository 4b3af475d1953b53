/**
 * Delivers events to listeners without waiting for any of them: {@link dev.patchbay.server.events.EventHub} takes the events of
 * one server and passes them to a bounded queue and a thread for each listener.
 */
package dev.patchbay.server.events;
