package dev.patchbay.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.protocols.Programs;
import dev.patchbay.protocols.Swapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What curl sends and reads, while handlers are swapped as fast as possible. */
@Timeout(120)
class CurlTest {

    private static final int SWAPS = 50;
    private static final int LARGE = 50_000_000;

    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void start() {
        site = new Site(folder);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    /** Runs curl, with {@code http://h} and the paths. */
    private String curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Programs.require("curl", "curl"),
                "-sS",
                "--unix-socket",
                site.socket().toString()));
        for (String argument : arguments) {
            command.add(
                    argument.startsWith("/") && !argument.startsWith(folder.toString()) && !argument.equals("/dev/null")
                            ? "http://h" + argument
                            : argument);
        }
        return Programs.run(command.toArray(String[]::new)).ok();
    }

    @Test
    void allKindsOfRequestsAreAnsweredDuringSwaps() {
        Path small = site.file("small", 1000);
        try (Swapping swapping = site.swapping()) {
            do {
                assertThat(curl("/", "/", "/")).isEqualTo("hello\n".repeat(3));
                assertThat(curl("-I", "/")).startsWith("HTTP/1.1 200 ").contains("Content-Length: 6");
                assertThat(curl("-0", "-i", "/")).contains("Connection: close").endsWith("\nhello\n");
                assertThat(curl("-w", "%{http_code}", "-o", "/dev/null", "/nothing"))
                        .isEqualTo("404");
                assertThat(curl("-w", "%{http_code}", "-X", "PUT", "/")).endsWith("405");
                assertThat(curl("-d", "abc", "/echo")).isEqualTo("abc");
                assertThat(curl(
                                "-H",
                                "Expect: 100-continue",
                                "-T",
                                small.toString(),
                                "/digest",
                                "-T",
                                small.toString(),
                                "/digest"))
                        .isEqualTo((Site.digest(small) + "\n").repeat(2));
                assertThat(curl("-T", small.toString(), "-H", "Transfer-Encoding: chunked", "/digest"))
                        .isEqualTo(Site.digest(small) + "\n");
            } while (swapping.swaps() < SWAPS);
        }
    }

    @Test
    void aLargeFileIsSentWholeDuringSwaps() {
        String digest = Site.digest(site.file("large", LARGE));
        try (Swapping swapping = site.swapping()) {
            Path copy = folder.resolve("copy");
            do {
                curl("-o", copy.toString(), "/files/large");
                assertThat(Site.digest(copy)).isEqualTo(digest);
                curl("-o", copy.toString(), "/chunks/large");
                assertThat(Site.digest(copy)).isEqualTo(digest);
            } while (swapping.swaps() < SWAPS);
        }
    }

    @Test
    void aLargeBodyIsReceivedWholeDuringSwaps() {
        Path large = site.file("large", LARGE);
        String digest = Site.digest(large) + "\n";
        try (Swapping swapping = site.swapping()) {
            Path copy = folder.resolve("copy");
            do {
                assertThat(curl("-T", large.toString(), "/digest")).isEqualTo(digest);
                assertThat(curl("-T", large.toString(), "-H", "Transfer-Encoding: chunked", "/digest"))
                        .isEqualTo(digest);
                curl("-T", large.toString(), "-o", copy.toString(), "/echo");
                assertThat(Site.digest(copy) + "\n").isEqualTo(digest);
            } while (swapping.swaps() < SWAPS);
        }
    }

    @Test
    void aBodyOfUnknownLengthIsReadFromAPipe() {
        Path large = site.file("large", 5_000_000);
        String pipe = "cat " + large + " | curl -sS --unix-socket " + site.socket() + " -T - http://h/digest";
        Programs.require("curl", "curl");
        try (Swapping swapping = site.swapping()) {
            do {
                assertThat(Programs.run("sh", "-c", pipe).ok()).isEqualTo(Site.digest(large) + "\n");
            } while (swapping.swaps() < SWAPS);
        }
    }

    @Test
    void parallelTransfersAreWholeDuringSwaps() {
        site.file("middle", 500_000);
        try (Swapping swapping = site.swapping()) {
            do {
                String sizes = curl(
                        "-Z",
                        "--no-progress-meter",
                        "--parallel-immediate",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code} %{size_download}\n",
                        "/files/middle?[1-100]");
                assertThat(sizes).isEqualTo("200 500000\n".repeat(100));
            } while (swapping.swaps() < SWAPS);
        }
    }

    @Test
    void eventsComeWithoutAGapDuringSwaps() {
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 1000; i++) {
            expected.append("data: ").append(i).append("\n\n");
        }
        try (Swapping swapping = site.swapping()) {
            do {
                assertThat(curl("-N", "/events?1000")).isEqualTo(expected.toString());
            } while (swapping.swaps() < SWAPS);
        }
    }
}
