/** Notifications to clients. */
package dev.patchbay.handler.json.notification;
