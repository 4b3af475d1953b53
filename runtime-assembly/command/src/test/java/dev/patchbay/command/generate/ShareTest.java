package dev.patchbay.command.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The completion and the man page, and that the script knows the same commands. */
class ShareTest {

    private static final Path SCRIPT = Path.of("../distribution/src/main/dist/bin/patchbay");

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Share.main(new String[] {folder.resolve("share").toString()});
        Files.createDirectories(folder.resolve("home/conf"));
        for (String server : List.of("echo", "json")) {
            Files.createFile(folder.resolve("home/conf/dev.patchbay.server~" + server + ".cfg"));
        }
    }

    static boolean bash() {
        return Files.isExecutable(Path.of("/bin/bash"));
    }

    static boolean man() {
        return Files.isExecutable(Path.of("/usr/bin/man"));
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    /** Returns what bash proposes for the last of some words; {@code =} is a word of its own, as in bash. */
    private List<String> proposals(String... words) throws IOException, InterruptedException {
        String program = """
                source "$1"; shift
                compopt() { :; }
                COMP_WORDS=(patchbay "$@"); COMP_CWORD=$#
                _patchbay
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        String[] command = new String[words.length + 5];
        command[0] = "/bin/bash";
        command[1] = "-c";
        command[2] = program;
        command[3] = "bash";
        command[4] =
                folder.resolve("share/bash-completion/completions/patchbay").toString();
        System.arraycopy(words, 0, command, 5, words.length);
        return run(command).strip().lines().toList();
    }

    @Test
    @EnabledIf("bash")
    void bashCompletesCommandsOptionsAndServers() throws Exception {
        String home = folder.resolve("home").toString();

        assertThat(proposals("")).contains("run", "status", "call", "--version").doesNotContain("--home");
        assertThat(proposals("c"))
                .containsExactlyInAnyOrder("connections", "check", "close", "choose", "config", "call");
        assertThat(proposals("drain", "--")).containsExactly("--within", "--home", "--json", "--help");
        assertThat(proposals("run", "--s")).containsExactly("--strict");
        assertThat(proposals("drain", "--home", home, "")).contains("echo", "json");
        assertThat(proposals("drain", "--home", "=", home, "e")).containsExactly("echo");
        assertThat(proposals("drain", "--home", home, "--within", "5s", "j")).containsExactly("json");
        assertThat(proposals("close", "--home", home, "echo", "")).isEmpty();
        assertThat(proposals("config", "s")).containsExactly("show", "set");
        assertThat(proposals("config", "--unset", "loops", "--home", home, "set", "ec"))
                .containsExactly("echo");
        assertThat(proposals("config", "--home", home, "show", "ec")).containsExactly("echo");
        Files.createFile(Files.createDirectories(folder.resolve("home/plugins")).resolve("rev.jar"));
        assertThat(proposals("rollback", "--home", home, "")).containsExactly("rev.jar");
        assertThat(proposals("log", "org.x", "w")).containsExactly("warn");
        assertThat(proposals("call", "--home", home, "con")).containsExactly("control");
        assertThat(proposals("status", "--home", folder + "/ho")).containsExactly(home);
    }

    @Test
    @EnabledIf("man")
    void theManPageIsWellFormed() throws Exception {
        String page = run(
                "/usr/bin/man",
                "--warnings=w",
                "-l",
                "-P",
                "cat",
                folder.resolve("share/man/man1/patchbay.1").toString());

        assertThat(page).doesNotContain("warning", "error:").contains("PATCHBAY(1)", "EXIT STATUS");
    }

    @Test
    void everythingDeclaredIsInAllThree() throws IOException {
        for (String file : List.of(
                "bash-completion/completions/patchbay", "zsh/site-functions/_patchbay", "man/man1/patchbay.1")) {
            String content =
                    Files.readString(folder.resolve("share").resolve(file)).replace("\\-", "-");
            for (Declaration command : Share.declarations()) {
                assertThat(content).contains(command.name());
                assertThat(command.flags()).extracting(Flag::name).allMatch(name -> content.contains("--" + name));
            }
        }
    }

    @Test
    void theScriptListsTheSameCommandsInTheSameWordsAndRunsThem() throws IOException {
        String script = Files.readString(SCRIPT);

        for (Declaration command : Share.declarations()) {
            assertThat(script)
                    .contains("  " + command.name()
                            + " ".repeat(13 - command.name().length()) + command.summary());
        }
        Matcher listed = Pattern.compile("^  (status( \\| [a-z]+)+)\\)$", Pattern.MULTILINE)
                .matcher(script);
        assertThat(listed.find()).isTrue();
        assertThat(listed.group(1).split(" \\| "))
                .containsExactlyElementsOf(Share.declarations().stream()
                        .map(Declaration::name)
                        .filter(name -> !name.equals("run"))
                        .toList());
    }

    @Test
    void theOptionsOfRunAreThoseOfItsHelp() throws IOException {
        String script = Files.readString(SCRIPT);
        String help = script.substring(script.indexOf("help_run() {"), script.indexOf("die() {"));

        assertThat(Pattern.compile("^  (--[a-z-]+)", Pattern.MULTILINE)
                        .matcher(help)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(RunCommandLine.declaration().flags().stream()
                        .map(flag -> "--" + flag.name())
                        .toList());
    }
}
