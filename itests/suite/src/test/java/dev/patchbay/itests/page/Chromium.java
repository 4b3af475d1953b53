package dev.patchbay.itests.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.itests.distribution.Lines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window, with a profile of its own. It is killed when this is closed. */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final long PATIENCE_SECONDS = 60;
    private static final String LISTENING = "DevTools listening on ";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;
    private final DevTools browser;

    private Chromium(Process process) throws InterruptedException {
        this.process = process;
        try {
            String line = new Lines(process.getErrorStream(), "chromium", any -> true).await(LISTENING);
            address = URI.create(line.substring(line.indexOf(LISTENING) + LISTENING.length()));
            browser = new DevTools(client, address);
        } catch (AssertionError | InterruptedException | RuntimeException e) {
            kill();
            throw e;
        }
    }

    /** Starts the browser; where there is none, the test is skipped. */
    static Chromium start(Path profile) throws IOException, InterruptedException {
        Optional<Path> program = find();
        assumeTrue(program.isPresent(), "chromium is not installed: apt-get install --no-install-recommends chromium");
        // Chromium refuses to run its sandbox as root, which builds in containers are.
        return new Chromium(new ProcessBuilder(
                        program.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens an empty tab. */
    Tab open() throws InterruptedException {
        String id = JsonText.text(browser.call("Target.createTarget", "{\"url\":\"about:blank\"}"), "targetId");
        return new Tab(new DevTools(client, URI.create("ws://" + address.getAuthority() + "/devtools/page/" + id)));
    }

    @Override
    public void close() {
        browser.close();
        kill();
    }

    /** Kills the browser with its children, which would keep writing into the profile. */
    private void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each ->
                each.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }
}
