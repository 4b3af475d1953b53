package dev.patchbay.server.plugins;

import static dev.patchbay.server.plugins.Jars.bundle;
import static dev.patchbay.server.plugins.Jars.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What serves is not touched until its successor is proven, whatever lies in the folder. */
class PluginInstallerTest {

    @TempDir
    Path directory;

    private final List<String> refused = new ArrayList<>();
    private FakeTarget target = new FakeTarget();
    private Path folder;
    private PluginInstaller installer;

    @BeforeEach
    void create() throws IOException {
        folder = Files.createDirectory(directory.resolve("plugins"));
        restart();
    }

    private void restart() {
        target = new FakeTarget();
        installer = new PluginInstaller(
                folder,
                target,
                new PluginReader(directory.resolve("copies")),
                new KeptCopies(directory.resolve("kept")),
                new PluginLog() {
                    @Override
                    public void changed(String what) {}

                    @Override
                    public void refused(String what, Throwable cause) {
                        refused.add(what);
                    }

                    @Override
                    public void trouble(String what, Throwable cause) {
                        refused.add(what + " " + cause);
                    }
                });
    }

    /** Only what serves has a copy: nothing else is left of what was tried. */
    @AfterEach
    void noCopyIsLeftOver() throws IOException {
        if (Files.exists(directory.resolve("copies"))) {
            try (Stream<Path> copies = Files.list(directory.resolve("copies"))) {
                assertThat(copies.toList())
                        .containsExactlyInAnyOrderElementsOf(target.serving.stream()
                                .map(plugin -> plugin.content.copy())
                                .toList());
            }
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private List<String> states() {
        return installer.plugins().stream()
                .map(plugin -> plugin.file() + " " + plugin.state())
                .toList();
    }

    /** Has a first version serve. */
    private Path shout() throws IOException {
        put(file("shout.jar"), bundle("shout", "1.0.0", "one"));
        installer.lookTwice();
        assertThat(target.take()).containsExactly("install shout 1.0.0");
        return file("shout.jar");
    }

    private void assertUntouched(String fault) {
        installer.lookTwice();
        installer.lookTwice();
        assertThat(target.take()).isEmpty();
        assertThat(states()).contains("shout.jar OUTDATED");
        assertThat(refused)
                .singleElement()
                .asString()
                .contains("shout.jar cannot be used: ", fault, "stays in service");
    }

    @Test
    void aFileThatIsStillWrittenIsLeftAlone() throws Exception {
        byte[] whole = bundle("shout", "1.0.0", "one");
        for (int length = 10; length < whole.length; length += 100) {
            Files.write(file("shout.jar"), Arrays.copyOf(whole, length));
            installer.look();
        }
        Files.write(file("shout.jar"), whole);
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install shout 1.0.0");
        assertThat(refused).isEmpty();
    }

    @Test
    void truncatedAtAnyLengthLeavesWhatServes() throws Exception {
        Path jar = shout();
        byte[] whole = bundle("shout", "2.0.0", "two");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(jar, Arrays.copyOf(whole, length));
            installer.lookTwice();
        }
        assertThat(target.take()).isEmpty();
        assertThat(states()).containsExactly("shout.jar OUTDATED");
        Files.write(jar, whole);
        installer.lookTwice();
        assertThat(target.take()).containsExactly("update shout 2.0.0");
        assertThat(states()).containsExactly("shout.jar SERVING");
    }

    @Test
    void anEmptyFileLeavesWhatServes() throws Exception {
        Files.write(shout(), new byte[0]);
        assertUntouched("it is empty");
    }

    @Test
    void aTextLeavesWhatServes() throws Exception {
        Files.writeString(shout(), "404 not found");
        assertUntouched("not a whole jar");
    }

    @Test
    void aDamagedEntryLeavesWhatServes() throws Exception {
        byte[] bytes = Jars.jar("text", "a text that is stored somewhere in here", "other", "x");
        bytes[45] ^= 0x55;
        Files.write(shout(), bytes);
        assertUntouched("damaged");
    }

    @Test
    void anInvalidManifestLeavesWhatServes() throws Exception {
        Files.write(shout(), Jars.jar("META-INF/MANIFEST.MF", "this is no header\n", "text", "x"));
        assertUntouched("its manifest is invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid", "breaks", "needs nothing-that-is-there"})
    void whatTheTargetRefusesLeavesWhatServes(String text) throws Exception {
        put(shout(), bundle("shout", "2.0.0", text));
        assertUntouched("it " + text.replace("invalid", "is invalid"));
    }

    @Test
    void aFolderInThePlaceOfAFileLeavesWhatServes() throws Exception {
        Path jar = shout();
        Files.delete(jar);
        Files.createDirectory(jar);
        assertUntouched("it is a folder");
    }

    @Test
    void aDanglingLinkInThePlaceOfAFileLeavesWhatServes() throws Exception {
        Path jar = shout();
        Files.delete(jar);
        Files.createSymbolicLink(jar, directory.resolve("nothing"));
        assertUntouched("it is a link");
    }

    @Test
    void aPipeIsNeverOpened() throws Exception {
        Path jar = shout();
        Files.delete(jar);
        assertThat(new ProcessBuilder("mkfifo", jar.toString()).start().waitFor())
                .isZero();
        assertUntouched("it is a pipe");
    }

    @Test
    void aFileThatIsTooLargeLeavesWhatServes() throws Exception {
        try (var file = java.nio.channels.FileChannel.open(shout(), java.nio.file.StandardOpenOption.WRITE)) {
            file.write(java.nio.ByteBuffer.wrap(new byte[1]), PluginReader.MAX_BYTES);
        }
        assertUntouched("more than the " + PluginReader.MAX_BYTES);
    }

    @Test
    void aLinkToAJarIsAPlugin() throws Exception {
        put(file("target.txt"), bundle("shout", "1.0.0", "one"));
        Files.createSymbolicLink(file("shout.jar"), file("target.txt"));
        installer.lookTwice();
        put(file("target.txt"), bundle("shout", "1.1.0", "two"));
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install shout 1.0.0", "update shout 1.1.0");
    }

    @Test
    void theSameVersionWithOtherContentIsAnUpdateAndTheSameContentIsNone() throws Exception {
        Path jar = shout();
        put(jar, bundle("shout", "1.0.0", "changed"));
        installer.lookTwice();
        assertThat(target.take()).containsExactly("update shout 1.0.0");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1));
        installer.lookTwice();
        assertThat(target.take()).isEmpty();
    }

    @Test
    void contentOfTheSameLengthAndTimeIsNoticed() throws Exception {
        Path jar = shout();
        FileTime time = Files.getLastModifiedTime(jar);
        Files.write(jar, bundle("shout", "1.0.0", "two"));
        Files.setLastModifiedTime(jar, time);
        installer.lookTwice();
        assertThat(target.take()).containsExactly("update shout 1.0.0");
    }

    @Test
    void anOlderVersionIsAnUpdate() throws Exception {
        put(shout(), bundle("shout", "0.9.0", "old"));
        installer.lookTwice();
        assertThat(target.take()).containsExactly("update shout 0.9.0");
    }

    @Test
    void aCopyThatIsRemovedAgainChangesNothing() throws Exception {
        Files.copy(shout(), file("shout-old.jar"));
        installer.lookTwice();
        assertThat(states()).containsExactly("shout-old.jar REFUSED", "shout.jar SERVING");
        assertThat(refused)
                .singleElement()
                .asString()
                .contains("shout-old.jar", "the same plugin, shout, as shout.jar");
        Files.delete(file("shout-old.jar"));
        installer.lookTwice();

        assertThat(target.take()).isEmpty();
        assertThat(states()).containsExactly("shout.jar SERVING");
    }

    @Test
    void aCopyTakesOverWithoutAnInterruptionWhenTheFirstGoesAway() throws Exception {
        Files.copy(shout(), file("shout-old.jar"));
        installer.lookTwice();
        Files.delete(file("shout.jar"));
        installer.lookTwice();

        assertThat(target.take()).isEmpty();
        assertThat(states()).containsExactly("shout-old.jar SERVING");
    }

    @Test
    void aSecondVersionTakesOverAsAnUpdateWhenTheFirstGoesAway() throws Exception {
        shout();
        put(file("shout-2.jar"), bundle("shout", "2.0.0", "two"));
        installer.lookTwice();
        assertThat(target.take()).isEmpty();
        Files.delete(file("shout.jar"));
        installer.lookTwice();

        assertThat(target.take()).containsExactly("update shout 2.0.0");
        assertThat(states()).containsExactly("shout-2.jar SERVING");
    }

    @Test
    void aSecondVersionThatBreaksDoesNotKeepTheFirst() throws Exception {
        shout();
        put(file("shout-2.jar"), bundle("shout", "2.0.0", "breaks"));
        Files.delete(file("shout.jar"));
        installer.lookTwice();

        assertThat(target.take()).containsExactly("remove shout");
        assertThat(states()).containsExactly("shout-2.jar REFUSED");
    }

    @Test
    void aFileThatIsRemovedAndCopiedAgainIsAnUpdate() throws Exception {
        Path jar = shout();
        Files.delete(jar);
        installer.look();
        put(jar, bundle("shout", "2.0.0", "two"));
        installer.lookTwice();

        assertThat(target.take()).containsExactly("update shout 2.0.0");
    }

    @Test
    void aFileThatIsRenamedGoesOnServing() throws Exception {
        Files.move(shout(), file("other.jar"));
        installer.lookTwice();

        assertThat(target.take()).isEmpty();
        assertThat(states()).containsExactly("other.jar SERVING");
    }

    @Test
    void anotherPluginInTheSameFileIsInstalledBeforeTheOldOneIsRemoved() throws Exception {
        put(shout(), bundle("whisper", "1.0.0", "one"));
        installer.lookTwice();
        assertThat(target.take()).containsExactly("install whisper 1.0.0", "remove shout");
    }

    @Test
    void anotherPluginInTheSameFileThatBreaksLeavesTheOldOne() throws Exception {
        put(shout(), bundle("whisper", "1.0.0", "breaks"));
        assertUntouched("it breaks");
    }

    @Test
    void twoFilesThatChangePlacesGoOnServing() throws Exception {
        shout();
        put(file("whisper.jar"), bundle("whisper", "1.0.0", "one"));
        installer.lookTwice();
        target.take();
        Files.move(file("shout.jar"), directory.resolve("away"));
        Files.move(file("whisper.jar"), file("shout.jar"));
        Files.move(directory.resolve("away"), file("whisper.jar"));
        installer.lookTwice();

        assertThat(target.take()).isEmpty();
        assertThat(states()).containsExactly("shout.jar SERVING", "whisper.jar SERVING");
    }

    @Test
    void pluginsThatNeedEachOtherFindEachOtherInAnyOrder() throws Exception {
        put(file("a.jar"), bundle("a", "1.0.0", "needs b"));
        put(file("b.jar"), bundle("b", "1.0.0", "needs c"));
        put(file("c.jar"), bundle("c", "1.0.0", "one"));
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install c 1.0.0", "install b 1.0.0", "install a 1.0.0");
        assertThat(refused).isEmpty();
    }

    @Test
    void whatLackedSomethingIsTakenWhenItComes() throws Exception {
        put(file("a.jar"), bundle("a", "1.0.0", "needs b"));
        installer.lookTwice();
        assertThat(refused).hasSize(1);
        put(file("b.jar"), bundle("b", "1.0.0", "one"));
        installer.lookTwice();
        assertThat(target.take()).containsExactly("install b 1.0.0", "install a 1.0.0");
    }

    @Test
    void whatLackedSomethingIsTakenWhenSomethingElseThanAPluginComes() throws Exception {
        put(file("a.jar"), bundle("a", "1.0.0", "needs b"));
        installer.lookTwice();
        target.environment = 1;
        installer.look();
        assertThat(target.take()).containsExactly("install a 1.0.0");
    }

    @Test
    void aBadFileAtTheNextStartDoesNotCostTheHandler() throws Exception {
        Path jar = shout();
        Files.write(jar, new byte[100]);
        target.serving.clear();
        delete("copies");
        restart();
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install shout 1.0.0");
        assertUntouched("not a whole jar");
    }

    @Test
    void aFileThatIsGoneAtTheNextStartIsForgotten() throws Exception {
        Files.delete(shout());
        target.serving.clear();
        delete("copies");
        restart();
        installer.lookTwice();
        Files.write(file("shout.jar"), new byte[100]);
        installer.lookTwice();

        assertThat(target.take()).isEmpty();
        assertThat(states()).containsExactly("shout.jar REFUSED");
    }

    @Test
    void ofTwoFilesTheOneThatServedServesAfterTheNextStart() throws Exception {
        Files.copy(shout(), file("a.jar"));
        target.serving.clear();
        delete("copies");
        restart();
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install shout 1.0.0");
        assertThat(states()).containsExactly("a.jar REFUSED", "shout.jar SERVING");
    }

    private void delete(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
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
        assertThat(states()).containsExactly(name + " REFUSED");
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
    void namesThatLookTheSameAfterwardsAreDifferentPlugins() throws Exception {
        put(file("größe.jar"), Jars.jar("text", "one"));
        put(file("grüße.jar"), Jars.jar("text", "one"));
        installer.lookTwice();
        assertThat(target.serving).hasSize(2);
    }

    @Test
    void aFolderThatCannotBeReadLeavesWhatServes() throws Exception {
        shout();
        Files.move(folder, directory.resolve("away"));
        installer.lookTwice();
        installer.lookTwice();
        assertThat(target.take()).isEmpty();
        assertThat(refused).singleElement().asString().contains("cannot scan the plugin folder");
        Files.move(directory.resolve("away"), folder);
        installer.lookTwice();
        assertThat(target.take()).isEmpty();
    }
}
