package dev.patchbay.metrics;

import dev.patchbay.api.embed.Server;
import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.jsonrpc.runtime.JsonRpcRuntime;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is scraped in a test: servers on real sockets, and what a test sets. */
final class Running {

    private final Supplier<List<ServerSnapshot>> servers;
    PluginRuntime plugins;
    JsonRpcRuntime methods;

    Running(Server... servers) {
        this.servers = () -> Stream.of(servers).map(Server::snapshot).toList();
    }

    private Scrape scrape() {
        ServerRuntime runtime = (ServerRuntime) Proxy.newProxyInstance(
                Running.class.getClassLoader(), new Class<?>[] {ServerRuntime.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("servers")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return servers.get();
                });
        return new Scrape("1.2.3", runtime, plugins, methods);
    }

    Text text() {
        return Text.of(prometheus());
    }

    MetricsText prometheus() {
        return scrape().prometheus();
    }

    MetricsText openMetrics() {
        return scrape().openMetrics();
    }
}
