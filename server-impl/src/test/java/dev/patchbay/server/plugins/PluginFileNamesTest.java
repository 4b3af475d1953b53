package dev.patchbay.server.plugins;

import static dev.patchbay.server.plugins.Jars.bundle;
import static dev.patchbay.server.plugins.Jars.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are plugins, which are reported, and which are left alone. */
class PluginFileNamesTest extends PluginsTest {

    @Test
    void aLinkToAJarIsAPlugin() throws Exception {
        put(file("target.txt"), bundle("shout", "1.0.0", "one"));
        Files.createSymbolicLink(file("shout.jar"), file("target.txt"));
        installer.lookTwice();
        put(file("target.txt"), bundle("shout", "1.1.0", "two"));
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install shout 1.0.0", "update shout 1.1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".foo.jar.swp",
                "foo.jar~",
                "foo.jar.part",
                "#foo.jar#",
                ".jar",
                "foo.jar.bak",
                "FOO.JAR.TMP",
                "notes.txt",
                "foo.jar.sha256"
            })
    void whatIsHiddenUnfinishedOrSetAsideIsLeftAloneWithoutAWord(String name) throws Exception {
        byte[] content = name.endsWith("txt") || name.endsWith("256")
                ? "a text".getBytes(StandardCharsets.UTF_8)
                : bundle("foo", "1.0.0", "one");
        put(file(name), content);
        installer.lookTwice();

        assertThat(target.take()).isEmpty();
        assertThat(refused).isEmpty();
        assertThat(states()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo.zip", "foo.war", "foo", "foo.jarr", "dev.patchbay.server~x.cfg", "Foo.class"})
    void whatLooksLikeAnAttemptIsReportedOnce(String name) throws Exception {
        put(file(name), bundle("foo", "1.0.0", "one"));
        installer.lookTwice();
        installer.lookTwice();

        assertThat(target.take()).isEmpty();
        assertThat(refused).singleElement().asString().contains(name + " cannot be used: ");
        assertThat(states()).containsExactly(name + " IGNORED");
    }

    @Test
    void aFolderOfJarsIsReportedAndAnotherOneIsNot() throws Exception {
        Files.createDirectories(file("old/deeper"));
        put(Files.createDirectory(file("more")).resolve("foo.jar"), bundle("foo", "1.0.0", "one"));
        installer.lookTwice();
        assertThat(refused).singleElement().asString().contains("more cannot be used: it is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blanks.jar", "a,b.jar", "größe.jar", "FOO.JAR", "$(x).jar", "-rf.jar", "a:b.jar"})
    void anyNameWillDo(String name) throws Exception {
        put(file(name), Jars.jar("text", "one"));
        installer.lookTwice();
        assertThat(target.serving).hasSize(1);
        assertThat(target.serving.get(0).content.identity()).matches("[A-Za-z0-9_.-]+");
    }

    @Test
    void aNameCannotForgeALineOfTheLog() throws Exception {
        Files.createFile(file("a\n12:00 INFO fine\u001b[2J.jar"));
        installer.lookTwice();
        assertThat(refused).singleElement().asString().doesNotContain("\n", "\u001b");
    }

    @Test
    void aManifestCannotForgeALineOfTheLogEither() throws Exception {
        put(file("a.jar"), bundle("a\u001b[2J", "1\u001b", "breaks"));
        put(file("b.jar"), bundle("b\u001b[2J", "1\u001b", "one"));
        put(file("c.jar"), bundle("b\u001b[2J", "1\u001b", "one"));
        installer.lookTwice();
        assertThat(refused).hasSize(2).noneMatch(line -> line.contains("\u001b"));
        assertThat(installer.plugins()).noneMatch(plugin -> plugin.toString().contains("\u001b"));
    }

    @Test
    void namesThatLookTheSameAfterwardsAreDifferentPlugins() throws Exception {
        put(file("größe.jar"), Jars.jar("text", "one"));
        put(file("grüße.jar"), Jars.jar("text", "one"));
        installer.lookTwice();
        assertThat(target.serving).hasSize(2);
    }
}
