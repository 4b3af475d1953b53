package dev.patchbay.protocols.resp;

import dev.patchbay.api.embed.Server;
import dev.patchbay.protocols.Programs;
import dev.patchbay.protocols.Swapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server whose handlers are swapped all the time and share one store. */
final class RespServer implements AutoCloseable {

    final Path socket;
    final Store store = new Store();
    private final Server server;
    private final Swapping swapping;

    RespServer(Path folder) throws IOException {
        socket = folder.resolve("resp");
        server = Server.at(socket).with("swap.timeout", "60s").start();
        swapping = new Swapping(server, () -> new RespHandler(store), 1);
    }

    int swaps() {
        return swapping.swaps();
    }

    int connections() {
        return server.connections().size();
    }

    /** Runs redis-cli to its end; returns what it wrote. */
    String cli(String... arguments) {
        List<String> command = new ArrayList<>(List.of(cli(), "-s", socket.toString()));
        command.addAll(List.of(arguments));
        return Programs.run(command.toArray(String[]::new)).ok();
    }

    static String cli() {
        return Programs.require("redis-cli", "redis-tools");
    }

    RespClient connect() throws IOException {
        return new RespClient(socket);
    }

    @Override
    public void close() {
        swapping.close();
        server.close();
    }
}
