package dev.patchbay.protocols.proxy;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Server;
import java.nio.file.Path;

/** Relays {@code FOLDER/proxy.sock} to {@code FOLDER/nginx.sock} until it is ended: {@code ProxyServerMain FOLDER}. */
final class ProxyServerMain {

    private ProxyServerMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        HandlerOptions onLoop = new HandlerOptions().execution(HandlerExecution.EVENT_LOOP);
        try (Backends backends = new Backends();
                Server server = Server.at(folder.resolve("proxy.sock"))
                        .with("loops", 1)
                        .handler(new ProxyHandler(folder.resolve("nginx.sock"), backends), onLoop)
                        .start()) {
            System.out.println("serving " + server.address());
            Thread.currentThread().join();
        }
    }
}
