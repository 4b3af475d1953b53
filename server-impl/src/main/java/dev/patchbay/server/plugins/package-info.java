/**
 * The folder {@code plugins/}, for the distribution and for programs without OSGi alike. Plain Java: where plugins go is behind the
 * interface {@link dev.patchbay.server.plugins.PluginTarget}, which is an OSGi framework in the distribution and the handlers of a
 * server in an embedding program.
 *
 * <p>The rule that everything here follows: <b>what serves is not touched until what replaces it is proven.</b> A file counts when
 * two looks in a row have found it the same. Then {@link dev.patchbay.server.plugins.PluginReader} copies and checks it, the target
 * stages it next to what serves, and only if it has everything that it needs does it take over. A file that cannot be used is
 * reported once, with what it is and what to do, and remains in the list of {@link dev.patchbay.api.runtime.PluginRuntime}.
 *
 * <p>Reading order: {@link dev.patchbay.server.plugins.PluginTarget}, {@link dev.patchbay.server.plugins.PluginInstaller}, which
 * makes the decisions, {@link dev.patchbay.server.plugins.PluginScan}, which finds files, {@link
 * dev.patchbay.server.plugins.PluginRollback}, which puts an earlier version back into its file, and {@link
 * dev.patchbay.server.plugins.PluginWatcher}, the thread.
 */
@Version("1.0.0")
@Export
package dev.patchbay.server.plugins;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
