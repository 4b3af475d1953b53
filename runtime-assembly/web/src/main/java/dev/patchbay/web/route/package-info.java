/**
 * What is served at which path. {@link dev.patchbay.web.route.Routes} answers the requests of one client by the path; the
 * other classes answer one path each. They ask {@link dev.patchbay.api.runtime.ServerRuntime} for the health, and the control
 * server for everything else.
 */
package dev.patchbay.web.route;
