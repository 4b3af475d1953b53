package dev.patchbay.protocols.fastcgi;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.embed.Server;
import java.nio.file.Path;
import java.util.Map;

/** Serves FastCGI at {@code FOLDER/fastcgi.sock} until it is ended: {@code FastCgiServerMain FOLDER}. */
final class FastCgiServerMain {

    private FastCgiServerMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        Map<String, String> onLoop = Map.of(HandlerProperties.EXECUTION, HandlerExecution.EVENT_LOOP.name());
        try (Server server = Server.at(folder.resolve("fastcgi.sock"))
                .with("loops", 1)
                .handler(new FastCgiHandler(new SampleResponder()), onLoop)
                .start()) {
            System.out.println("serving " + server.address());
            Thread.currentThread().join();
        }
    }
}
