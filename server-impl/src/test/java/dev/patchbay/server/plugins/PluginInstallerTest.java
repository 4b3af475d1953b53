package dev.patchbay.server.plugins;

import static dev.patchbay.server.plugins.Jars.bundle;
import static dev.patchbay.server.plugins.Jars.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** When plugins are installed, updated, handed from file to file, and removed. */
class PluginInstallerTest extends PluginsTest {

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
        Object status = Files.getAttribute(jar, "unix:ctime");
        // The clock of a file system may tick only every few milliseconds.
        while (Files.getAttribute(jar, "unix:ctime").equals(status)) {
            Files.write(jar, bundle("shout", "1.0.0", "two"));
            Files.setLastModifiedTime(jar, time);
        }
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
        assertThat(states()).containsExactly("shout-old.jar IGNORED", "shout.jar SERVING");
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
    void aFileThatIsGoneAtTheNextStartIsForgotten() throws Exception {
        Files.delete(shout());
        restart();
        installer.lookTwice();
        Files.write(file("shout.jar"), new byte[100]);
        installer.lookTwice();

        assertThat(target.take()).isEmpty();
        assertThat(states()).containsExactly("shout.jar IGNORED");
    }

    @Test
    void ofTwoFilesTheOneThatServedServesAfterTheNextStart() throws Exception {
        Files.copy(shout(), file("a.jar"));
        restart();
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install shout 1.0.0");
        assertThat(states()).containsExactly("a.jar IGNORED", "shout.jar SERVING");
    }
}
