/**
 * The bundle that belongs to the distribution alone. It connects the servers inside the framework to the launcher, the
 * configuration files, the log and the service manager. In another framework or container the servers run without it.
 *
 * <p>{@link dev.patchbay.support.Activator} starts before all other bundles and sets up the other classes:
 *
 * <ul>
 *   <li>{@link dev.patchbay.support.LogBridge} copies the entries of the OSGi log service to SLF4J. Among them are the
 *       reports of the framework and of Declarative Services.
 *   <li>{@link dev.patchbay.support.LogFiles} opens the files of the log again on SIGHUP.
 *   <li>{@link dev.patchbay.support.ConfigurationFolder} watches {@code conf/}, {@link
 *       dev.patchbay.support.ConfigurationFiles} makes a configuration of each file, {@link
 *       dev.patchbay.support.ConfigurationName} reads its name and {@link dev.patchbay.support.ConfigurationText} its text. A
 *       file that cannot be used is reported and affects no other. {@link dev.patchbay.support.WrittenFile} is for the command
 *       {@code check}: the same files, read and not applied.
 *   <li>The package {@code plugins} looks after the folder {@code plugins/}.
 *   <li>{@link dev.patchbay.support.ReadyTracker} watches the servers in {@link dev.patchbay.api.runtime.ServerRuntime}
 *       and reports to the launcher, which prints the ready line or the faults. {@link
 *       dev.patchbay.support.ServerFiles} finds the servers to wait for, and {@link dev.patchbay.support.Readiness}
 *       decides which of them accept connections.
 *   <li>{@link dev.patchbay.support.SystemdNotifier} reports the state of the process to systemd through {@link
 *       dev.patchbay.support.NotifySocket}.
 * </ul>
 */
package dev.patchbay.support;
