package com.example.host;

import dev.patchbay.api.embed.Server;
import dev.patchbay.jsonrpc.embed.JsonRpc;
import dev.patchbay.jsonrpc.embed.JsonRpcMethods;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/**
 * Starts one server with the handlers of the module path, one with those of a folder, and one for JSON-RPC with the methods of an
 * object. Then executes the commands on its input.
 */
public final class Main {

    private Main() {}

    /** Takes a folder for the sockets and a folder with plugins; commands come as lines, and end with the input. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path sockets = Path.of(arguments[0]);
        try (Server installed = Server.at(sockets.resolve("echo.sock"))
                        .name("echo")
                        .installedHandlers()
                        .start();
                Server pluggable = Server.at(sockets.resolve("answers.sock"))
                        .name("answers")
                        .plugins(Path.of(arguments[1]))
                        .start();
                JsonRpcMethods methods = JsonRpc.methods(new HostMethods());
                Server rpc = Server.at(sockets.resolve("rpc.sock"))
                        .name("rpc")
                        .handler(methods)
                        .start();
                BufferedReader commands = new BufferedReader(new InputStreamReader(System.in))) {
            System.out.println("serving " + installed.address() + ", " + pluggable.address() + " and "
                    + rpc.address());
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                if (command.equals("look")) {
                    pluggable.lookForPlugins();
                    System.out.println("looked");
                } else {
                    System.out.println("layers made " + Layers.made() + ", left " + Layers.left());
                }
            }
        }
    }
}
