package dev.patchbay.server.embed;

import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerPlan;
import dev.patchbay.api.embed.ServerProvider;
import java.io.IOException;

/** Starts {@link EmbeddedServer}s. */
public final class EmbeddedServers implements ServerProvider {

    /** For the service loader. */
    public EmbeddedServers() {}

    @Override
    public Server start(ServerPlan plan) throws IOException {
        return EmbeddedServer.start(plan);
    }
}
