package dev.patchbay.server.plugins;

import static dev.patchbay.server.plugins.Jars.bundle;
import static dev.patchbay.server.plugins.Jars.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What serves is not touched by what cannot be used. */
class UnusablePluginTest extends PluginsTest {

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
    void aSecondVersionThatBreaksDoesNotKeepTheFirst() throws Exception {
        shout();
        put(file("shout-2.jar"), bundle("shout", "2.0.0", "breaks"));
        Files.delete(file("shout.jar"));
        installer.lookTwice();

        assertThat(target.take()).containsExactly("remove shout");
        assertThat(states()).containsExactly("shout-2.jar IGNORED");
    }

    @Test
    void anotherPluginInTheSameFileThatBreaksLeavesTheOldOne() throws Exception {
        put(shout(), bundle("whisper", "1.0.0", "breaks"));
        assertUntouched("it breaks");
    }

    @Test
    void aBadFileAtTheNextStartDoesNotCostTheHandler() throws Exception {
        Path jar = shout();
        Files.write(jar, new byte[100]);
        restart();
        installer.lookTwice();

        assertThat(target.take()).containsExactly("install shout 1.0.0");
        assertUntouched("not a whole jar");
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
