package dev.patchbay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks a script in the place of {@code getent}. */
@Timeout(60)
class AccountsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writeTheFileOfTheSystem() throws IOException {
        file = Files.writeString(directory.resolve("group"), "root:x:0:\ngrüppe:x:40:\n12:x:99:\nhigh:x:4294967294:\n");
    }

    /** Returns the groups with a command whose script has the lines; {@code $2} is the name that it is asked for. */
    private Accounts groups(Duration patience, String... script) throws IOException {
        Path command = directory.resolve("getent");
        Files.writeString(command, "#!/bin/sh\n" + String.join("\n", script) + "\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Accounts("group", "group", file, new Getent(command.toString(), patience));
    }

    @Test
    void namesOfTheFileAreFoundWithoutACommand() {
        Accounts groups = new Accounts("group", "group", file, new Getent("/nonexistent/getent", LONG));

        assertThat(groups.ids("root, grüppe, high")).containsExactly(0L, 40L, 4294967294L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups.ids("nope"))
                .withMessageContaining("does not exist");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups.ids("nöpe"))
                .withMessageContaining("does not exist");
    }

    @Test
    void digitsAreANumberEvenIfThereIsAGroupOfThatName() throws IOException {
        assertThat(groups(LONG, "exit 2").ids("12")).containsExactly(12L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain users",
                "DOM\\users",
                "DOM\\domain users",
                "users@dom.example",
                "größe",
                "%d $x `id`",
                "a'b\"c",
                "*"
            })
    void theWholeNameIsAskedFor(String name) throws IOException {
        Path asked = directory.resolve("asked");
        Accounts groups = groups(LONG, "printf '%s|' \"$@\" > '" + asked + "'", "echo 'some name:*:3000000000:'");

        assertThat(groups.ids("root, " + name)).containsExactly(0L, 3_000_000_000L);
        assertThat(asked).hasContent("group|" + name + "|");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "--help", "+5", "a:b", "99999999999", "a\u0007b"})
    void whatCanBeNoNameIsNotAskedFor(String name) throws IOException {
        Path asked = directory.resolve("asked");
        Accounts groups = groups(LONG, "touch '" + asked + "'", "echo 'x:*:5:'");

        assertThatIllegalArgumentException().isThrownBy(() -> groups.ids(name)).withMessageContaining("does not exist");
        assertThat(asked).doesNotExist();
    }

    @Test
    void anAnswerOfAnyLengthIsRead() throws IOException {
        Accounts groups = groups(
                LONG, "printf 'many:*:77:'", "dd if=/dev/zero bs=1024 count=3000 2>/dev/null | tr '\\0' 'm'", "echo");

        assertThat(groups.ids("many")).containsExactly(77L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec sleep 100", "sleep 100", "echo 'x:*:5:'; sleep 100", "while :; do echo x; done"})
    void aCommandThatHangsIsGivenUp(String script) throws IOException {
        Accounts groups = groups(Duration.ofMillis(300), script);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups.ids("slow"))
                .withMessageMatching("names the group slow, which cannot be looked up: .*getent .*; write its number");
    }

    @Test
    void aListHasOneDeadline() throws IOException {
        Accounts groups = groups(Duration.ofSeconds(1), "sleep 0.4", "echo 'x:*:5:'");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups.ids("a, b, c, d, e, f"))
                .withMessageContaining("did not answer within 1000 ms");
    }

    @ParameterizedTest
    @CsvSource({
        "exit 2, 'names the group x, which does not exist'",
        "exit 1, 'names the group x, which cannot be looked up'",
        "kill -9 $$, 'names the group x, which cannot be looked up'",
        "echo, 'names the group x, which does not exist'",
        "echo x, 'names the group x, which does not exist'",
        "echo 'x:*:many:', 'names the group x, which does not exist'",
        "echo 'x:*:-5:', 'names the group x, which does not exist'",
        "echo 'x:*:4294967295:', 'names 4294967295, which is not a group'",
        "'echo y:*:1:; echo z:*:2:', 'names the group x, which does not exist'"
    })
    void aCommandThatFailsOrAnswersNonsenseIsAFault(String script, String fault) throws IOException {
        Accounts groups = groups(LONG, script);

        assertThatIllegalArgumentException().isThrownBy(() -> groups.ids("x")).withMessageStartingWith(fault);
    }

    @Test
    void theGroupOfASocketMayHaveANumberAboveTheSignedOnes() throws InvalidConfigurationException {
        for (String number : new String[] {"0", "2147483647", "2147483648", "4294967294"}) {
            ServerConfig config =
                    ConfigReader.read(Map.of("socket.path", "/run/x", "socket.group", number), text -> any -> true);
            assertThat(config.socket().group().map(Groups::name)).hasValue(number);
        }
        // The name stays a name.
        assertThat(Groups.name(Groups.find("root"))).isEqualTo("root");
    }
}
