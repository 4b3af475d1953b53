package dev.patchbay.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.RpcLines;
import dev.patchbay.itests.swap.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Updates the JSON-RPC handler and the methods that it calls, while the same clients go on calling them. */
@Timeout(120)
class JsonUpdateLeavesNothingBehindIT {

    private static final int UPDATES = 25;
    private static final int CLIENTS = 4;
    private static final String CHANGED = "\"rpc.methodsChanged\"";

    private final Generations generations = new Generations();
    private int calls;

    @Test
    void oldClassesOfTheHandlerAndOfItsMethodsAreCollected(@TempDir Path folder) throws Exception {
        Ledger.begin();
        try (ProbeFramework framework = ProbeFramework.start(folder)) {
            framework.startServer("json", "(handler.name=json)");
            Bundle handler = bundle(framework, "dev.patchbay.handler.json");
            Bundle methods = bundle(framework, "dev.patchbay.example.methods");
            List<RpcLines> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    RpcLines client = new RpcLines(framework.socket("json"));
                    clients.add(client);
                    assertThat(ask(client, "rpc.subscribe", "[]")).contains("result");
                }
                for (int i = 0; i < UPDATES; i++) {
                    call(clients);
                    update(i % 2 == 0 ? handler : methods);
                }
                update(handler);
                update(methods);
                call(clients);
                assertThat(generations.count()).isEqualTo(UPDATES + 2);
                assertThat(generations.collect())
                        .as("class loaders that are still there")
                        .isEmpty();
            } finally {
                for (RpcLines client : clients) {
                    client.close();
                }
            }
        }
    }

    private static Bundle bundle(ProbeFramework framework, String name) {
        return Stream.of(framework.context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** In steps, so that the calls of the clients meet a handler that is away. */
    private void update(Bundle bundle) throws BundleException {
        generations.add(bundle);
        bundle.stop();
        bundle.update();
        bundle.start();
    }

    /** Has arguments bound, results written, and types described, so that all caches are filled. */
    private void call(List<RpcLines> clients) throws IOException {
        for (RpcLines client : clients) {
            assertThat(ask(client, "rpc.discover", "[]")).contains("\"openrpc\"", "\"echo\"");
            assertThat(ask(client, "echo", "{\"a\":[1.50]}")).contains("\"result\":{\"a\":[1.50]}");
        }
    }

    /** Returns the next line that is not a notification. */
    private String ask(RpcLines client, String method, String params) throws IOException {
        String line = client.call(method, params, ++calls);
        while (line.contains(CHANGED)) {
            line = client.read();
        }
        assertThat(line).contains("\"id\":" + calls);
        return line;
    }
}
