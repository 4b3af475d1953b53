package dev.patchbay.server.embed;

import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerPlan;
import dev.patchbay.api.embed.ServerProvider;
import java.io.IOException;

/** The provider that {@link dev.patchbay.api.embed.ServerBuilder} finds. May be used by any thread. */
public final class EmbeddedServers implements ServerProvider {

    /** Called by the service loader. */
    public EmbeddedServers() {}

    @Override
    public Server start(ServerPlan plan) throws IOException {
        LogBinding.bind();
        return EmbeddedServer.start(plan);
    }
}
