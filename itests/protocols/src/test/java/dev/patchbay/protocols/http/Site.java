package dev.patchbay.protocols.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.patchbay.api.embed.Server;
import dev.patchbay.protocols.Swapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

/** A server of all resources of this package, with a folder of files. */
final class Site implements AutoCloseable {

    static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());

    private final Path folder;
    private final Server server;

    /** Starts a server in a folder of its own below the given one. */
    Site(Path folder) {
        this.folder = folder;
        try {
            server = Server.at(socket())
                    .with("swap.timeout", "60s")
                    .with("drain.timeout", "60s")
                    .handler(handler(folder))
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static HttpHandler handler(Path folder) {
        byte[] hello = "hello\n".getBytes(US_ASCII);
        Resource root = exchange -> {
            exchange.respond("200 OK", "text/plain", hello);
            return true;
        };
        return new HttpHandler(Map.of(
                "/", root,
                "/echo", new EchoResource(),
                "/digest", new DigestResource(100_000_000),
                "/small", new DigestResource(1000),
                "/files/", new FileResource(folder, false),
                "/chunks/", new FileResource(folder, true),
                "/events", new EventStream(Duration.ofMillis(1)),
                "/feed", new Feed()));
    }

    Path socket() {
        return folder.resolve("http.sock");
    }

    Server server() {
        return server;
    }

    /** Begins to swap the handler. */
    Swapping swapping() {
        System.out.println("patchbay.seed = " + SEED);
        return new Swapping(server, () -> handler(folder), SEED);
    }

    /** Creates a file of random bytes, and returns it. */
    Path file(String name, int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the SHA-256 of a file in hexadecimal digits. */
    static String digest(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
