package dev.patchbay.server.plugins;

import static dev.patchbay.server.plugins.Jars.bundle;
import static dev.patchbay.server.plugins.Jars.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The version that served before is put back into the file. */
class PluginRollbackTest extends PluginsTest {

    private final byte[] first;
    private final byte[] second;

    PluginRollbackTest() throws IOException {
        first = bundle("shout", "1.0.0", "one");
        second = bundle("shout", "2.0.0", "two");
    }

    /** Has two versions serve, one after the other. */
    private Path updated() throws IOException {
        put(file("shout.jar"), first);
        installer.lookTwice();
        put(file("shout.jar"), second);
        installer.lookTwice();
        assertThat(target.take()).containsExactly("install shout 1.0.0", "update shout 2.0.0");
        return file("shout.jar");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theEarlierVersionServesAndASecondRollbackPutsTheNewerOneBack() throws Exception {
        Path jar = updated();

        assertThat(installer.rollback("shout").version()).isEqualTo("1.0.0");
        assertThat(jar).hasBinaryContent(first);
        assertThat(installer.rollback("shout.jar").version()).isEqualTo("2.0.0");

        assertThat(jar).hasBinaryContent(second);
        assertThat(target.take()).containsExactly("update shout 1.0.0", "update shout 2.0.0");
        assertThat(names()).containsExactly("shout.jar");
        assertThat(refused).isEmpty();
    }

    @Test
    void theEarlierVersionIsThereAfterARestart() throws Exception {
        Path jar = updated();
        restart();
        installer.lookTwice();

        installer.rollback("shout");
        assertThat(jar).hasBinaryContent(first);
        restart();
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install shout 1.0.0");
        assertThat(installer.rollback("shout").version()).isEqualTo("2.0.0");
    }

    @Test
    void aVersionThatWasReplacedWhileNothingRanIsTheEarlierOne() throws Exception {
        put(file("shout.jar"), first);
        installer.lookTwice();
        put(file("shout.jar"), second);
        restart();
        installer.lookTwice();

        assertThat(installer.rollback("shout").version()).isEqualTo("1.0.0");
    }

    @Test
    void aVersionThatNeverStartedMakesRoomForTheOneThatServes() throws Exception {
        Path jar = updated();
        put(jar, bundle("shout", "3.0.0", "breaks"));
        installer.lookTwice();
        assertThat(states()).containsExactly("shout.jar OUTDATED");

        assertThat(installer.rollback("shout").version()).isEqualTo("2.0.0");

        assertThat(jar).hasBinaryContent(second);
        assertThat(states()).containsExactly("shout.jar SERVING");
        assertThat(target.take()).isEmpty();
        assertThat(installer.rollback("shout").version()).isEqualTo("1.0.0");
    }

    @Test
    void whatIsNoJarAtAllMakesRoomToo() throws Exception {
        Path jar = updated();
        Files.writeString(jar, "no jar");
        restart();
        installer.lookTwice();
        assertThat(states()).containsExactly("shout.jar OUTDATED");

        assertThat(installer.rollback("shout").version()).isEqualTo("2.0.0");
        assertThat(jar).hasBinaryContent(second);
    }

    @Test
    void withoutAnEarlierVersionNothingHappens() throws Exception {
        shout();

        assertThatThrownBy(() -> installer.rollback("shout"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "plugin shout.jar has no earlier version: none has served from this file since it was put there");
        assertThatThrownBy(() -> installer.rollback("shut"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("there is no plugin shut; the plugins are shout.jar");
        assertThat(target.take()).isEmpty();
    }

    @Test
    void anEarlierVersionThatServesNoMoreLeavesEverythingAsItWas() throws Exception {
        target.environment = 1;
        put(file("shout.jar"), bundle("shout", "1.0.0", "needs more"));
        installer.lookTwice();
        put(file("shout.jar"), second);
        installer.lookTwice();
        target.environment = 0;
        Object inode = Files.getAttribute(file("shout.jar"), "unix:ino");

        assertThatThrownBy(() -> installer.rollback("shout"))
                .hasMessage(
                        "the earlier version of plugin shout.jar, 1.0.0, does not serve, so nothing has changed: it needs"
                                + " more");

        assertThat(states()).containsExactly("shout.jar SERVING");
        assertThat(Files.getAttribute(file("shout.jar"), "unix:ino")).isEqualTo(inode);
        assertThat(names()).containsExactly("shout.jar");
    }

    @Test
    void aFileOfAnotherNameThatTakesOverHasTheVersionBefore() throws Exception {
        put(file("shout-1.jar"), first);
        installer.lookTwice();
        Files.delete(file("shout-1.jar"));
        put(file("shout-2.jar"), second);
        installer.lookTwice();
        assertThat(target.take()).containsExactly("install shout 1.0.0", "update shout 2.0.0");

        assertThat(installer.rollback("shout-2").version()).isEqualTo("1.0.0");
        assertThat(names()).containsExactly("shout-2.jar");
    }

    @Test
    void aNewNameKeepsTheVersionBefore() throws Exception {
        Files.move(updated(), file("loud.jar"));
        installer.lookTwice();

        assertThat(installer.rollback("loud").version()).isEqualTo("1.0.0");
    }

    @Test
    void aFileThatIsRemovedForGoodTakesItsEarlierVersionAlong() throws Exception {
        Files.delete(updated());
        installer.lookTwice();
        put(file("shout.jar"), second);
        installer.lookTwice();

        assertThatThrownBy(() -> installer.rollback("shout")).hasMessageContaining("has no earlier version");

        Path jar = file("shout.jar");
        put(jar, first);
        installer.lookTwice();
        Files.delete(jar);
        restart();
        installer.lookTwice();
        put(jar, first);
        installer.lookTwice();
        assertThatThrownBy(() -> installer.rollback("shout")).hasMessageContaining("has no earlier version");
    }

    @Test
    void theModeIsKeptAndALinkIsReplacedByAFile() throws Exception {
        Path jar = updated();
        Path elsewhere = directory.resolve("release.jar");
        Files.move(jar, elsewhere);
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(jar, elsewhere);
        installer.lookTwice();

        installer.rollback("shout");

        assertThat(jar).isRegularFile().hasBinaryContent(first);
        assertThat(Files.isSymbolicLink(jar)).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(jar)))
                .isEqualTo("rw-r-----");
        assertThat(elsewhere).hasBinaryContent(second);
    }

    @Test
    void whatARollbackHasLeftThatWasCutOffIsRemovedAtTheNextStart() throws Exception {
        updated();
        Files.createFile(file(".rollback123.tmp"));
        restart();

        installer.lookTwice();

        assertThat(names()).containsExactly("shout.jar");
        assertThat(installer.rollback("shout").version()).isEqualTo("1.0.0");
    }
}
