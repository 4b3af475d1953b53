package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that others have written. */
class CurlTest extends WebTest {

    @BeforeEach
    void requireCurl() {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
        assumeTrue(there, "curl is not installed");
    }

    private String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "60", "--unix-socket"));
        command.add(directory.resolve("http.sock").toString());
        command.addAll(Arrays.asList(arguments));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void curlReadsThePageAndTheHealth() throws Exception {
        assertThat(curl("http://localhost/")).startsWith("<!DOCTYPE html>");
        assertThat(curl("-i", "http://localhost/health/ready"))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("serve\n");
        assertThat(curl("-I", "http://localhost/")).contains("Content-Security-Policy: ");
        // Both on one connection.
        assertThat(curl("http://localhost/health/live", "http://localhost/health/live"))
                .isEqualTo("live\nlive\n");
    }

    @Test
    void curlCallsAMethod() throws Exception {
        String[] call = {"-H", "Content-Type: application/json", "-d", call("patchbay.status"), "http://localhost/rpc"};
        assertThat(curl(call)).contains("\"ready\":true");
        String[] chunked = Stream.concat(Stream.of("-H", "Transfer-Encoding: chunked"), Stream.of(call))
                .toArray(String[]::new);
        assertThat(curl(chunked)).contains("\"ready\":true");
    }

    @Test
    void curlSendsALargeBodyAfterPermission() throws Exception {
        Path body = directory.resolve("body.json");
        Files.writeString(body, " ".repeat(1_000_000) + call("patchbay.status"));
        assertThat(curl("-H", "Content-Type: application/json", "--data-binary", "@" + body, "http://localhost/rpc"))
                .contains("\"ready\":true");
        Files.writeString(body, " ".repeat(9_000_000));
        assertThat(curl(
                        "-i",
                        "-H",
                        "Content-Type: application/json",
                        "--data-binary",
                        "@" + body,
                        "http://localhost/rpc"))
                .contains("HTTP/1.1 413 Content Too Large");
    }

    @Test
    void curlReadsEventsAsTheyCome() throws Exception {
        String socket = directory.resolve("http.sock").toString();
        Process curl = new ProcessBuilder("curl", "-sSN", "--unix-socket", socket, "http://localhost/events")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = curl.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.lines()
                            .filter(line -> line.startsWith("event: status"))
                            .findFirst())
                    .isPresent();
            assertThat(lines.readLine()).isEqualTo("data: {\"ready\":true}");
            assertThat(lines.readLine()).isEmpty();
        } finally {
            curl.destroy();
        }
    }
}
