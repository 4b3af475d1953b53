/**
 * The API for operators: the state of the servers, and the operations on them.
 *
 * <p>{@link dev.patchbay.api.runtime.ServerRuntime} is one service for all servers of the process. It returns snapshots, which
 * are immutable records. The shell commands, the ready line of the distribution, and everything else that shows or controls
 * Patchbay uses this service and nothing else. {@link dev.patchbay.api.runtime.PluginRuntime} is its counterpart for the folder
 * of plugins. Handlers do not need this package.
 */
@Version("1.0.0")
@Export
package dev.patchbay.api.runtime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
