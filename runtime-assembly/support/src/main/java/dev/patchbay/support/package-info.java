/**
 * The bundle that belongs to the distribution alone. It connects the servers inside the framework to the launcher, the
 * configuration files, the log and the service manager. In another framework or container the servers run without it.
 *
 * <p>{@link dev.patchbay.support.Activator} starts before all other bundles and sets up the other classes:
 *
 * <ul>
 *   <li>{@link dev.patchbay.support.LogBridge} copies the entries of the OSGi log service to SLF4J. Among them are the
 *       reports of the framework and of Declarative Services.
 *   <li>{@link dev.patchbay.support.ConfigurationFiles} reads {@code conf/PID~NAME.cfg}.
 *   <li>The package {@code plugins} looks after the folder {@code plugins/}.
 *   <li>{@link dev.patchbay.support.ReadyTracker} watches the servers in {@link dev.patchbay.api.runtime.ServerRuntime}
 *       and reports to the launcher, which prints the ready line or the faults. {@link
 *       dev.patchbay.support.ServerFiles} finds the servers to wait for, and {@link dev.patchbay.support.Readiness}
 *       decides whether all of them accept connections.
 *   <li>{@link dev.patchbay.support.SystemdNotifier} reports the state of the process to systemd through {@link
 *       dev.patchbay.support.NotifySocket}.
 * </ul>
 */
package dev.patchbay.support;
