/**
 * Notifications to clients. Begin with {@link dev.patchbay.handler.json.notification.ClientHandle}, which {@code rpc}
 * passes to methods. It sends through the connection's {@link
 * dev.patchbay.handler.json.notification.NotificationChannel}, which survives swaps of the handler. {@link
 * dev.patchbay.handler.json.notification.CoalescingNotifier} bounds how many notifications of changes are outstanding.
 */
package dev.patchbay.handler.json.notification;
