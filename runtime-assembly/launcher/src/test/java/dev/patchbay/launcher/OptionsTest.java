package dev.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static final Path DISTRIBUTION = Path.of("/opt/patchbay");

    @Test
    void homeIsTheDistributionAndThereIsAShell() throws LaunchFailure {
        assertThat(parse()).isEqualTo(new Options(DISTRIBUTION, true, false, false));
    }

    @Test
    void homeAndShellAreChosen() throws LaunchFailure {
        assertThat(parse("--no-shell", "--home", "/srv/a b"))
                .isEqualTo(new Options(Path.of("/srv/a b"), false, false, false));
        assertThat(parse("--home=/srv/x")).isEqualTo(new Options(Path.of("/srv/x"), true, false, false));
    }

    @Test
    void unsafeFilesAreAllowedOnlyOnDemand() throws LaunchFailure {
        assertThat(parse("--allow-unsafe-files").allowUnsafeFiles()).isTrue();
    }

    @Test
    void startIsStrictOnlyOnDemand() throws LaunchFailure {
        assertThat(parse().strict()).isFalse();
        assertThat(parse("--strict").strict()).isTrue();
    }

    @Test
    void homeIsMadeAbsolute() throws LaunchFailure {
        assertThat(parse("--home", "x/../y").home()).isEqualTo(Path.of("y").toAbsolutePath());
    }

    @Test
    void dotsAfterALinkLeadToTheFolderOfItsTarget(@TempDir Path directory) throws Exception {
        Path real = directory.toRealPath();
        Files.createDirectories(real.resolve("a/b"));
        Files.createSymbolicLink(real.resolve("link"), Path.of("a/b"));

        assertThat(parse("--home", real + "/./link/../home").home()).isEqualTo(real.resolve("a/home"));
        assertThat(parse("--home", real + "/nothing/../home").home()).isEqualTo(real.resolve("home"));
        assertThat(parse("--home", "/../..").home()).isEqualTo(Path.of("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--home", "--home=", "--bogus", "stray", ""})
    void wrongArgumentIsNamedAndHelpOffered(String argument) {
        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> parse(argument))
                .withMessageContaining(argument.replace("=", ""))
                .withMessageContaining("run --help")
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.USAGE));
    }

    private static Options parse(String... arguments) throws LaunchFailure {
        return Options.parse(List.of(arguments), DISTRIBUTION);
    }
}
