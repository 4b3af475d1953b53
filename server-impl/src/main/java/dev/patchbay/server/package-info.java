/**
 * Patchbay in OSGi: a thin Declarative Services shell around plain Java. It translates configurations and services into
 * calls, and decides nothing.
 *
 * <p><b>The parts.</b> {@link dev.patchbay.server.ServerComponent} is a server, one for each factory configuration of the
 * PID {@code dev.patchbay.server}; {@code config.Keys} declares the keys. {@link
 * dev.patchbay.server.RuntimeComponent} is what the servers share, and the {@code ServerRuntime} service. A component that is
 * deactivated does not wait for its server: that drains in the background, with the services that it had ({@code
 * LastingServices}), and the end of {@code RuntimeComponent} waits for all that still drain. Below them are, in reading
 * order, the packages
 *
 * <ol>
 *   <li>{@code embed}: the same without OSGi, for a program of one's own;
 *   <li>{@code control}: a server by name, its configuration, starts and ends, the log, the runtime view;
 *   <li>{@code config}: properties into one validated, immutable record;
 *   <li>{@code engine}: accept loop, event loops, connections. Its package page says which thread runs and owns what;
 *   <li>{@code swap}: which handler serves, and the change from one to the next;
 *   <li>{@code poll}: the seam to the operating system;
 *   <li>{@code socket}: the listening socket and its file;
 *   <li>{@code events}: telling listeners without waiting for them.
 * </ol>
 *
 * <p>Dependencies go downwards in this list only, but for {@code config}, which all others may use.
 */
package dev.patchbay.server;
