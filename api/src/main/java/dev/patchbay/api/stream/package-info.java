/**
 * A blocking view of connections, for protocols that are already written as a loop over an {@link java.io.InputStream} and an
 * {@link java.io.OutputStream}, and for libraries that want such streams.
 *
 * <p>Start with {@link dev.patchbay.api.stream.StreamHandler}. It is a {@link dev.patchbay.api.Handler} that calls one method
 * for each connection, on a thread of its own, with a {@link dev.patchbay.api.stream.StreamConnection}. Handlers that are
 * written anew are smaller and faster with the callbacks of {@code Handler}.
 *
 * <p>The package uses nothing but the public API of {@link dev.patchbay.api}.
 */
@Version("1.0.0")
@Export
package dev.patchbay.api.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
