/**
 * Two checks for Apache Felix Health Checks, with the tag {@code patchbay}: {@link dev.patchbay.healthcheck.AliveCheck}, for
 * monitors that restart the process, and {@link dev.patchbay.healthcheck.ReadyCheck}, for those that send it clients.
 */
package dev.patchbay.healthcheck;
