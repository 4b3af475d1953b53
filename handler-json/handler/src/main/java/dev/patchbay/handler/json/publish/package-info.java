/**
 * Which methods a service publishes, and to which handlers. Begin with {@link
 * dev.patchbay.handler.json.publish.Publication}, which evaluates the service's properties and the annotations of its
 * class, once for all handlers. {@link dev.patchbay.handler.json.publish.MethodServices} keeps the services that are
 * there, and gives the registry of each handler the methods that its filter selects. The package is plain Java without
 * OSGi.
 */
package dev.patchbay.handler.json.publish;
