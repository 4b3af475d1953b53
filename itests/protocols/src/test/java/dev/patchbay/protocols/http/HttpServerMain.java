package dev.patchbay.protocols.http;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Server;
import java.nio.file.Path;

/** Serves HTTP at {@code FOLDER/http.sock} until it is ended: {@code HttpServerMain FOLDER}. */
final class HttpServerMain {

    private HttpServerMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        HandlerOptions onLoop = new HandlerOptions().execution(HandlerExecution.EVENT_LOOP);
        try (Server server = Server.at(folder.resolve("http.sock"))
                .with("loops", 1)
                .handler(Site.handler(folder), onLoop)
                .start()) {
            System.out.println("serving " + server.address());
            Thread.currentThread().join();
        }
    }
}
