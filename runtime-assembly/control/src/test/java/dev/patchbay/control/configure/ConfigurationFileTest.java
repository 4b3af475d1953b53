package dev.patchbay.control.configure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

    private static final ConfigurationChange CHANGE = ConfigurationChange.of(Map.of("loops", "2"), List.of("engine"));

    @TempDir
    Path folder;

    private Path path;
    private final List<Path> written = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("x.cfg");
        Files.writeString(path, "# one\nloops = 1\nengine = auto\n");
    }

    private ConfigurationFile file() {
        return new ConfigurationFile(path, written::add);
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aChangeReplacesTheFileAndLeavesNothingElse() throws IOException {
        file().change(CHANGE);

        assertThat(path).hasContent("# one\nloops = 2\n");
        assertThat(entries()).containsExactly(path);
        assertThat(written).containsExactly(path);
    }

    @Test
    void aRestorePutsEveryByteBack() throws IOException {
        ConfigurationFile file = file();
        file.change(CHANGE);

        assertThat(file.restore()).isTrue();

        assertThat(path).hasContent("# one\nloops = 1\nengine = auto\n");
        assertThat(written).containsExactly(path, path);
    }

    @Test
    void theModeIsKept() throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r----x"));

        file().change(CHANGE);

        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-r----x"));
    }

    @Test
    void aLinkStaysAndWhatItLeadsToIsChanged() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other")).resolve("y.cfg");
        Files.move(path, other);
        Files.createSymbolicLink(path, Path.of("other/y.cfg"));

        file().change(CHANGE);

        assertThat(path).isSymbolicLink();
        assertThat(other).hasContent("# one\nloops = 2\n");
    }

    @Test
    void anEditOfAnotherIsNeverOverwritten() throws IOException {
        EditedFile file = EditedFile.read(path);
        Files.writeString(path, "# theirs\n");

        assertThat(file.replace("# ours\n")).isFalse();

        assertThat(path).hasContent("# theirs\n");
        assertThat(entries()).containsExactly(path);
    }

    @Test
    void aRestoreLeavesTheEditOfAnother() throws IOException {
        ConfigurationFile file = file();
        file.change(CHANGE);
        Files.writeString(path, "# theirs\n");

        assertThat(file.restore()).isFalse();

        assertThat(path).hasContent("# theirs\n");
    }

    @Test
    void aFileThatIsGoneIsNotMadeAgain() throws IOException {
        ConfigurationFile file = file();
        file.change(CHANGE);
        Files.delete(path);

        assertThat(file.restore()).isFalse();

        assertThat(path).doesNotExist();
        assertThatThrownBy(() -> file().change(CHANGE))
                .hasMessage("cannot read " + path + ": " + path + " does not exist");
    }

    @Test
    void whatCannotBeReadIsLeftAlone() throws IOException {
        Files.write(path, "loops = \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> file().change(CHANGE)).hasMessage(path + " is not in UTF-8; save it in UTF-8 first");

        Files.writeString(path, "loops = \\u12\n");
        assertThatThrownBy(() -> file().change(CHANGE)).hasMessageStartingWith(path + " is no properties file (");
        assertThat(path).hasContent("loops = \\u12\n");
    }
}
