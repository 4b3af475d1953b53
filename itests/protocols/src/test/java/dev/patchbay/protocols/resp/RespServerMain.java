package dev.patchbay.protocols.resp;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Server;

/** Serves RESP until it is ended, for the benchmark: {@code RespServerMain SOCKET EXECUTION}. */
final class RespServerMain {

    private RespServerMain() {}

    public static void main(String[] arguments) throws Exception {
        try (Server server = Server.at(arguments[0])
                .with("loops", 1)
                .handler(
                        new RespHandler(new Store()),
                        new HandlerOptions().execution(HandlerExecution.valueOf(arguments[1])))
                .start()) {
            System.out.println("serving " + server.address());
            Thread.currentThread().join();
        }
    }
}
