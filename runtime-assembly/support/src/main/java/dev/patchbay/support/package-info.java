/**
 * The parts of the distribution that live inside the framework.
 *
 * <p>{@link dev.patchbay.support.Activator} starts first of all bundles. {@link dev.patchbay.support.LogBridge} carries
 * the entries of the OSGi log service, and with them what the framework and Declarative Services report, to SLF4J. {@link
 * dev.patchbay.support.ConfigurationFiles} reads {@code conf/PID~NAME.cfg}. {@link dev.patchbay.support.ReadyTracker} watches the servers of {@link dev.patchbay.api.runtime.ServerRuntime} until they all
 * accept, {@link dev.patchbay.support.Readiness} judges, and the launcher prints the verdict. {@link
 * dev.patchbay.support.ServiceManager} tells the service manager, such as systemd. Nothing here is needed where
 * the bundles run in another framework or container.
 */
package dev.patchbay.support;
