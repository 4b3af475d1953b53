package dev.patchbay.protocols;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An nginx in the foreground, with everything that it writes in a folder of its own, and a port of the loopback device. */
public final class Nginx implements AutoCloseable {

    private static final Path STREAM_MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log error.log error;
            %s
            events { worker_connections 4096; }
            %s
            """;

    private static final String HTTP = """
            http {
                access_log off;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                client_max_body_size 0;
                keepalive_requests 1000000;
                %s
            }
            """;

    private final Path folder;
    private final int port;
    private final Process process;

    private Nginx(Path parent, String modules, String body) {
        try {
            folder = Files.createDirectory(parent.resolve("nginx"));
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            String text = CONFIGURATION.formatted(modules, body).replace("{port}", "127.0.0.1:" + port);
            Files.writeString(folder.resolve("nginx.conf"), text);
            String nginx = Programs.require("nginx", "nginx-light");
            process = new ProcessBuilder(nginx, "-p", folder.toString(), "-c", "nginx.conf")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts an nginx that serves HTTP. {@code body} is what is in the block; {@code {port}} becomes the address to listen on. */
    public static Nginx http(Path parent, String body) {
        return new Nginx(parent, "", HTTP.formatted(body));
    }

    /** Starts an nginx that relays streams. */
    public static Nginx stream(Path parent, String body) {
        String module = Files.exists(STREAM_MODULE) ? "load_module " + STREAM_MODULE + ";" : "";
        return new Nginx(parent, module, "stream {\n" + body + "\n}\n");
    }

    private void awaitPort() throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > limit) {
                    close();
                    throw new IOException("nginx does not listen; it wrote: " + errors(), notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Returns the address of a path. */
    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Returns the port. */
    public int port() {
        return port;
    }

    /** Returns what nginx has logged: warnings and errors. */
    public String errors() {
        try {
            Path log = folder.resolve("error.log");
            return Files.readString(folder.resolve("output")) + (Files.exists(log) ? Files.readString(log) : "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
