package dev.patchbay.protocols.http;

import java.nio.file.Path;

/** Serves a folder until it is ended: {@code HttpServerMain FOLDER}. For the benchmark, and for trying out clients. */
final class HttpServerMain {

    private HttpServerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Site site = new Site(Path.of(arguments[0]).toAbsolutePath())) {
            System.out.println("serving " + site.socket());
            Thread.currentThread().join();
        }
    }
}
