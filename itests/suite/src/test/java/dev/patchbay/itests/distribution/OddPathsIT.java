package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes and distributions whose paths contain what a class path, a list or a charset could stumble over. */
@Timeout(400)
class OddPathsIT {

    private static final int CANNOT_CREATE = 73;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a:b", " blank ", "q'u\"o;t&e*[x]{y}#"})
    void aHomeOfAnyNameServesAndWatchesItsOwnFoldersOnly(String name) throws Exception {
        HomeFolder home = new HomeFolder(directory.resolve(name));
        Files.createDirectories(home.plugins());
        home.configure("any", "socket.path = ${patchbay.home}/run/any.sock");
        // The part of the first name before its comma: not the home.
        Path prefix = Files.createDirectories(directory.resolve("a"));
        new HandlerBundle(UppercaseHandler.class, "uppercase", 10).dropInto(prefix);
        try (Patchbay patchbay = Patchbay.start(home.directory());
                Client client = Client.connect(home.socket("any"))) {
            assertThat(client.echo("quiet")).isEqualTo("quiet");

            new HandlerBundle(UppercaseHandler.class, "uppercase", 10).dropInto(home.plugins());
            patchbay.log().await("server any: handler echo ", " -> uppercase");
            assertThat(client.echo("loud")).isEqualTo("LOUD");

            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
            assertThat(home.log()).contains("Patchbay has stopped");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a${user.home}", "50%", "a\\b"})
    void aNameThatWouldBeReadAsSomethingElseIsRefused(String name) throws Exception {
        try (Patchbay patchbay = Patchbay.launch(directory.resolve(name))) {
            assertThat(patchbay.awaitExit()).isEqualTo(CANNOT_CREATE);

            assertThat(patchbay.log().all()).singleElement().asString().contains("its path contains ", "--home");
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDistributionOfAnyNameStartsInEveryLocale() throws Exception {
        Path distribution = Installation.copyTo(directory.toRealPath().resolve("p:a,t h"));
        for (String locale : List.of("C", "POSIX", "ar_EG.UTF-8", "tr_TR.UTF-8", "xx_YY")) {
            try (Patchbay patchbay = Patchbay.launch(
                    distribution,
                    distribution,
                    List.of("--allow-unsafe-files"),
                    process -> process.environment().put("LC_ALL", locale))) {
                patchbay.output().await("patchbay ready in ", distribution + "/run/echo.sock");
                patchbay.terminate();
                assertThat(patchbay.awaitExit()).isZero();
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aHomeWithANameThatIsNotAsciiServesInTheLocaleC() throws Exception {
        // The shell makes the name: this test may run in the locale C itself.
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "exec \"$0\" run --no-shell --allow-unsafe-files --home \"$1/$(printf '\\303\\274')\"",
                Patchbay.distribution().resolve("bin/patchbay").toString(),
                directory.toString());
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATCHBAY_JAVA", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true).start();
        try {
            new Lines(process.getInputStream(), "patchbay-out").await("patchbay ready in ", "/run/echo.sock");
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }
}
