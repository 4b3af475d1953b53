/**
 * What an operator sees of Patchbay: the state of its servers, and what can be done to them.
 *
 * <p>{@link dev.patchbay.api.runtime.ServerRuntime} is one service for all servers of the process. It hands out
 * snapshots, records that never change. The shell commands, the ready line of the distribution and whatever else shows
 * or steers Patchbay is built on it and on nothing else. Handlers do not need this package.
 */
@Version("1.0.0")
@Export
package dev.patchbay.api.runtime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
