package dev.patchbay.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.protocols.Nginx;
import dev.patchbay.protocols.Programs;
import dev.patchbay.protocols.Swapping;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of an nginx that passes their requests on, over connections that it keeps. */
@Timeout(120)
class BehindNginxTest {

    private static final int SWAPS = 50;

    @TempDir
    private Path folder;

    private Site site;
    private Nginx nginx;

    @BeforeEach
    void start() {
        site = new Site(folder);
        nginx = Nginx.http(folder, """
                upstream patchbay { server unix:%s; keepalive 16; keepalive_requests 1000000; }
                server {
                    listen {port};
                    location / {
                        proxy_pass http://patchbay;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                    }
                    location /streamed/ {
                        proxy_pass http://patchbay/;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_request_buffering off;
                        proxy_buffering off;
                    }
                    location /closing {
                        proxy_pass http://patchbay/;
                    }
                }
                """.formatted(site.socket()));
    }

    @AfterEach
    void stop() {
        nginx.close();
        site.close();
    }

    @Test
    void noRequestOfAbIsLostDuringSwaps() {
        try (Swapping swapping = site.swapping()) {
            do {
                ab("-k", "-n", "5000", "-c", "20", nginx.url("/"));
                ab("-n", "1000", "-c", "20", nginx.url("/closing"));
            } while (swapping.swaps() < SWAPS);
        }
        assertThat(nginx.errors()).isEmpty();
    }

    private static void ab(String... options) {
        String[] command = new String[options.length + 2];
        command[0] = Programs.require("ab", "apache2-utils");
        command[1] = "-q";
        System.arraycopy(options, 0, command, 2, options.length);
        assertThat(Programs.run(command).ok())
                .containsPattern("Failed requests: +0\n")
                .containsPattern("HTML transferred: +" + 6 * Integer.parseInt(options[options.length - 4]) + " bytes")
                .doesNotContain("Non-2xx");
    }

    @Test
    void noRequestOfWrkIsLostDuringSwaps() {
        String wrk = Programs.require("wrk", "wrk");
        try (Swapping swapping = site.swapping()) {
            do {
                String report = Programs.run(wrk, "-t", "1", "-c", "20", "-d", "1s", nginx.url("/"))
                        .ok();
                assertThat(report).contains("requests in").doesNotContain("Socket errors", "Non-2xx");
            } while (swapping.swaps() < SWAPS);
        }
        assertThat(nginx.errors()).isEmpty();
    }

    @Test
    void largeBodiesAreWholeDuringSwaps() {
        String curl = Programs.require("curl", "curl");
        Path large = site.file("large", 50_000_000);
        String digest = Site.digest(large);
        Path copy = folder.resolve("copy");
        try (Swapping swapping = site.swapping()) {
            do {
                for (String way : List.of("", "/streamed")) {
                    Programs.run(curl, "-sSf", "-o", copy.toString(), nginx.url(way + "/files/large"))
                            .ok();
                    assertThat(Site.digest(copy)).isEqualTo(digest);
                    assertThat(Programs.run(curl, "-sSf", "-T", large.toString(), nginx.url(way + "/digest"))
                                    .ok())
                            .isEqualTo(digest + "\n");
                }
            } while (swapping.swaps() < SWAPS);
        }
    }
}
