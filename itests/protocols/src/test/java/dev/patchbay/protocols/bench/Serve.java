package dev.patchbay.protocols.bench;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.embed.Server;
import dev.patchbay.protocols.resp.RespHandler;
import dev.patchbay.protocols.resp.Store;
import java.util.Map;

/** Serves a protocol until it is ended, for a benchmark: {@code Serve resp SOCKET EXECUTION}. */
public final class Serve {

    private Serve() {}

    /** Takes the name of the protocol, the path of the socket and the execution. */
    public static void main(String[] arguments) throws Exception {
        Handler handler =
                switch (arguments[0]) {
                    case "resp" -> new RespHandler(new Store());
                    default -> throw new IllegalArgumentException("no protocol is named " + arguments[0] + ": use resp");
                };
        try (Server server = Server.at(arguments[1])
                .handler(handler, Map.of(HandlerProperties.EXECUTION, arguments[2]))
                .with("loops", 1)
                .start()) {
            System.out.println("serving " + server.address());
            Thread.currentThread().join();
        }
    }
}
