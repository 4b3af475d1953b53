package dev.patchbay.api.embed;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Starts servers; found by {@link java.util.ServiceLoader}. Implemented by {@code patchbay-server}, not by users. */
@ProviderType
public interface ServerProvider {

    /** Starts a server, as {@link ServerBuilder#start()} promises. */
    Server start(ServerPlan plan) throws IOException;
}
