package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.support.ConfigurationText.Unusable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConfigurationTextTest {

    @TempDir
    private Path folder;

    @Test
    void textIsUtf8() throws IOException {
        assertThat(ConfigurationText.read(file("key = grüße 世界\n".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Map.of("key", "grüße 世界"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1\r\nb = 2\r\n",
                "\uFEFFa = 1\nb = 2",
                "a = 1\rb = 2\r",
                "a:1\n\n#x\n!y\nb 2",
                "a = 1\nb = \\\n 2\n"
            })
    void byteOrderMarkAndLineEndsOfAnySystemAreNoFaults(String content) throws IOException {
        assertThat(ConfigurationText.read(file(content.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @ParameterizedTest
    @CsvSource({
        "'# gr\u00fcn', 'byte 5 of the file, in line 1, is 0xFC'",
        "'a = 1\r\n\r\nb = \u00e4', 'byte 14 of the file, in line 3, is 0xE4'",
        "'a = 1\rb = \u00ff', 'byte 11 of the file, in line 2, is 0xFF'",
        "'a = \u00c3', 'byte 5 of the file, in line 1, is 0xC3'"
    })
    void byteThatIsNotUtf8IsNamedWithItsPlace(String latin, String place) throws IOException {
        Path file = file(latin.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(refusal(file)).contains(place, "save it in UTF-8");
    }

    @Test
    void utf16IsNamed() throws IOException {
        assertThat(refusal(file("a = 1".getBytes(StandardCharsets.UTF_16)))).contains("UTF-16", "UTF-8");
        byte[] little = "\uFEFFa = 1".getBytes(StandardCharsets.UTF_16LE);
        assertThat(refusal(file(little))).contains("UTF-16", "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a = 1\nb = \\u12G4\n", "a = 1\nb = C:\\users\n", "a = 1\nb = \\u", "a = 1\nb = \\\\\\u12\n"})
    void wrongEscapeIsNamedWithItsLine(String content) throws IOException {
        assertThat(refusal(file(content.getBytes(StandardCharsets.UTF_8)))).contains("escape in line 2", "\\\\u");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = C:\\\\users", "# C:\\users\na = C:\\\\users", "a = C:\\u005cusers"})
    void escapesThatCanBeReadAreRead(String content) throws IOException {
        assertThat(ConfigurationText.read(file(content.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Map.of("a", "C:\\users"));
    }

    @Test
    void nulByteIsNamedWithItsLine() throws IOException {
        assertThat(refusal(file("a = 1\nb\0 = 2".getBytes(StandardCharsets.UTF_8))))
                .contains("NUL", "line 2");
    }

    @Test
    void hugeFileIsRefusedUnread() throws IOException {
        Path file = folder.resolve("huge");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 36);
        }

        assertThat(refusal(file)).contains("larger than 1048576 bytes");
    }

    @Test
    void whatIsNoFileIsNamed() throws Exception {
        assertThat(refusal(folder)).contains("is a folder");
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));
        assertThat(refusal(dangling)).contains("is a link to", "nothing", "does not exist");
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        assertThat(refusal(loop)).contains("is a link to");
        assertThat(refusal(Files.createSymbolicLink(folder.resolve("up"), folder)))
                .contains("is a link");
        assertThat(refusal(folder.resolve("none"))).contains("has gone");
    }

    @Test
    void pipeIsNamedAndNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(refusal(pipe)).contains("pipe");
    }

    @Test
    void linkToAFileIsTheFile() throws IOException {
        Path file = file("a = 1".getBytes(StandardCharsets.UTF_8));

        assertThat(ConfigurationText.read(Files.createSymbolicLink(folder.resolve("link"), file)))
                .isEqualTo(Map.of("a", "1"));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "x", ".cfg"), content);
    }

    private static String refusal(Path file) {
        String[] message = new String[1];
        assertThatExceptionOfType(Unusable.class)
                .isThrownBy(() -> ConfigurationText.read(file))
                .satisfies(refused -> message[0] = refused.getMessage());
        return message[0];
    }
}
