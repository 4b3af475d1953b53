package dev.patchbay.bench;

import com.google.gson.JsonElement;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/** The method {@code echo}, served by LSP4J's JSON-RPC: a thread for each connection, as its launcher has it. */
public final class LspEcho {

    private LspEcho() {}

    /** The service. */
    public static final class Echo {
        @JsonRequest
        public CompletableFuture<JsonElement> echo(JsonElement params) {
            return CompletableFuture.completedFuture(params);
        }
    }

    /** The client's side, of which nothing is used. */
    public interface Nothing {}

    public static void main(String[] arguments) throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])), 4096);
            while (true) {
                serve(server.accept(), threads);
            }
        }
    }

    private static void serve(SocketChannel client, ExecutorService threads) {
        new Launcher.Builder<Nothing>()
                .setLocalService(new Echo())
                .setRemoteInterface(Nothing.class)
                .setInput(new BufferedInputStream(Channels.newInputStream(client)))
                .setOutput(new BufferedOutputStream(Channels.newOutputStream(client)))
                .setExecutorService(threads)
                .create()
                .startListening();
    }
}
