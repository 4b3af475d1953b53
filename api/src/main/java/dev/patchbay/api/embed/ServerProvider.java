package dev.patchbay.api.embed;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Starts servers for {@link ServerBuilder}, which finds the provider with {@link java.util.ServiceLoader}. Implemented by {@code
 * patchbay-server}, not by users. May be called from any thread.
 */
@ProviderType
public interface ServerProvider {

    /**
     * Starts a server, as specified by {@link ServerBuilder#start()}.
     *
     * @param plan what the builder was told, not checked yet
     * @return the running server
     * @throws IOException if the socket cannot be created; nothing is left behind
     */
    Server start(ServerPlan plan) throws IOException;
}
