package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code new} makes of the templates. */
class NewTest extends CommandTest {

    private static final String DISTRIBUTION = "patchbay.distribution";

    @TempDir
    Path folder;

    @BeforeEach
    void takeTheTemplatesOfTheSources() {
        System.setProperty(
                DISTRIBUTION,
                Path.of("../distribution/src/main/dist").toAbsolutePath().toString());
    }

    @AfterEach
    void forgetTheTemplates() {
        System.clearProperty(DISTRIBUTION);
    }

    private List<String> files(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> project.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static String all(Path project, List<String> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(file).append('\n').append(Files.readString(project.resolve(file)));
        }
        return text.toString();
    }

    @Test
    void aHandlerIsRenamedInEveryPlace() throws IOException {
        Path project = folder.resolve("project");

        Result result = run("new", "handler", "my-thing", "--package", "com.acme.things", "--into", project.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .containsExactly(
                        project + " has the class com.acme.things.MyThingHandler. Next:",
                        "  mvn -q -f " + project + " package",
                        "  cp " + project + "/target/my-thing.jar " + home + "/plugins/",
                        "  cp " + project + "/my-thing.cfg " + home + "/conf/dev.patchbay.server~my-thing.cfg");
        assertThat(files(project))
                .containsExactly(
                        "my-thing.cfg",
                        "pom.xml",
                        "src/main/java/com/acme/things/MyThingHandler.java",
                        "src/test/java/com/acme/things/MyThingHandlerTest.java");
        assertThat(all(project, files(project)))
                .contains(
                        "package com.acme.things;",
                        "@HandlerProperties(name = \"my-thing\")",
                        "public final class MyThingHandler implements Handler",
                        "class MyThingHandlerTest {",
                        "Conversation.with(MyThingHandler::new)",
                        "<groupId>com.acme.things</groupId>\n  <artifactId>my-thing</artifactId>",
                        "<finalName>my-thing</finalName>",
                        "handler = my-thing",
                        "/run/my-thing.sock",
                        "dev.patchbay.server~my-thing.cfg")
                .doesNotContainIgnoringCase("shout")
                .doesNotContain("com.example");
    }

    @Test
    void methodsAreRenamedInEveryPlace() throws IOException {
        Path project = folder.resolve("project");

        Result result = run("new", "methods", "clock", "--into", project.toString(), "--json");

        assertThat(result.out())
                .isEqualTo(
                        "{\"folder\":\"" + project + "\",\"class\":\"com.example.clock.Clock\",\"files\":[\"pom.xml\","
                                + "\"src/main/java/com/example/clock/Clock.java\"]}\n");
        assertThat(all(project, files(project)))
                .contains(
                        "package com.example.clock;",
                        "{@code clock.greet}",
                        "@Component(service = Clock.class)",
                        "scope = \"clock\"",
                        "<groupId>com.example</groupId>\n  <artifactId>clock</artifactId>",
                        "Returns a greeting.")
                .doesNotContain("Greeting");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path project = Files.createDirectory(folder.resolve("project"));
        assertThat(run("new", "methods", "clock", "--into", project.toString()).status())
                .isEqualTo(ExitStatus.OK);
        Files.writeString(project.resolve("pom.xml"), "mine");

        Result again = run("new", "handler", "clock", "--into", project.toString());

        assertThat(again.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(again.err()).contains(project + " exists and is not empty; nothing was written");
        assertThat(project.resolve("pom.xml")).hasContent("mine");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(project);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "handler, Shout, , 'Shout' is not a name; write lower case letters",
                "handler, 9lives, , '9lives' is not a name",
                "handler, a--b, , 'a--b' is not a name",
                "handler, a/b, , 'a/b' is not a name",
                "handler, echo, , the distribution has a handler echo of its own",
                "methods, rpc, , the distribution has methods rpc of its own",
                "methods, class, , 'class' is a word of the Java language",
                "methods, string, , its class would be called String",
                "methods, param, , its class would be called Param",
                "handler, x, com.acme.new, 'new' is a word of the Java language",
                "handler, x, com..acme, 'com..acme' is not a package",
                "handler, x, com.ac me, 'com.ac me' is not a package",
                "handler, x, java.util, the package java.util belongs to others",
                "handler, x, dev.patchbay.x, the package dev.patchbay.x belongs to others",
                "page, x, , 'page' is neither handler nor methods"
            })
    void namesThatCannotBeUsedAreRefused(String what, String name, String packageName, String message) {
        String into = folder.resolve("project").toString();
        Result result = packageName == null
                ? run("new", what, name, "--into", into)
                : run("new", what, name, "--into", into, "--package", packageName);

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err()).contains(message);
        assertThat(folder.resolve("project")).doesNotExist();
    }
}
