/**
 * Patchbay in OSGi: thin Declarative Services components over plain Java. They translate configurations and services into calls,
 * and make no decisions.
 *
 * <p><b>The parts.</b> {@link dev.patchbay.server.ServerComponent} is one server, for one factory configuration of the PID {@code
 * dev.patchbay.server}. {@link dev.patchbay.server.RuntimeComponent} owns what the servers share, and provides the {@code
 * ServerRuntime} service. A component that is deactivated does not wait for its server. The server drains in the background with the
 * services that it had ({@code LastingServices}), and the deactivation of {@code RuntimeComponent} waits for all servers that are
 * still draining. The metatype of the configuration is the resource {@code OSGI-INF/metatype/dev.patchbay.server.xml}, generated
 * from {@code config.Keys}. Below these components are, in reading order, the packages
 *
 * <ol>
 *   <li>{@code embed}: the same for programs without OSGi;
 *   <li>{@code plugins}: looks after a folder of plugins, in OSGi and without;
 *   <li>{@code control}: a server by name, its configuration, its starts and stops, the log, the runtime view;
 *   <li>{@code config}: reads properties into one validated, immutable record;
 *   <li>{@code engine}: accept loop, event loops, connections. Its package page says which thread runs and owns what;
 *   <li>{@code swap}: chooses the handler that serves, and makes the change from one to the next;
 *   <li>{@code poll}: the seam to the operating system;
 *   <li>{@code socket}: the listening socket and its file;
 *   <li>{@code events}: delivers events to listeners without waiting for them.
 * </ol>
 *
 * <p>Dependencies go downwards in this list only, except for {@code config}, which all others may use.
 */
package dev.patchbay.server;
