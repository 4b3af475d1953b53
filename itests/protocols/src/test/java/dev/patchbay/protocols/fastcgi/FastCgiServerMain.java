package dev.patchbay.protocols.fastcgi;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Server;
import java.nio.file.Path;

/** Serves FastCGI at {@code FOLDER/fastcgi.sock} until it is ended: {@code FastCgiServerMain FOLDER}. */
final class FastCgiServerMain {

    private FastCgiServerMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        HandlerOptions onLoop = new HandlerOptions().execution(HandlerExecution.EVENT_LOOP);
        try (Server server = Server.at(folder.resolve("fastcgi.sock"))
                .with("loops", 1)
                .handler(new FastCgiHandler(new SampleResponder()), onLoop)
                .start()) {
            System.out.println("serving " + server.address());
            Thread.currentThread().join();
        }
    }
}
