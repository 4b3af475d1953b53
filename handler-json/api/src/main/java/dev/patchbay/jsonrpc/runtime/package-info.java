/**
 * What JSON-RPC handlers have done, for operators. {@link dev.patchbay.jsonrpc.runtime.JsonRpcRuntime} is one service for all
 * handlers of the process; it returns snapshots, which are immutable records. Authors of methods do not need this package.
 */
@Version("1.0.0")
@Export
package dev.patchbay.jsonrpc.runtime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
