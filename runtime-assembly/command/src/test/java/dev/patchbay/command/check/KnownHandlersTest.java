package dev.patchbay.command.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies about in {@code plugins/} ends no check. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KnownHandlersTest {

    @TempDir
    Path folder;

    @Test
    void aPipeIsNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.jar");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(new KnownHandlers(folder).names()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeReadHasNoHandlers() throws IOException {
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        assumeFalse(Files.isReadable(closed), "root can read everything");

        assertThat(new KnownHandlers(folder, folder.resolve("none")).names()).isEmpty();
    }

    @Test
    void theHandlersThatAreThereWithoutAConfigurationAreKnown() {
        KnownHandlers known = new KnownHandlers(folder);
        known.add(List.of());
        assertThat(known.names()).isEqualTo("json, mcp");
    }

    @Test
    void aReasonIsInWords() {
        assertThat(Findings.reason(new AccessDeniedException("/srv/conf")))
                .isEqualTo("permission denied for /srv/conf");
        assertThat(Findings.reason(new FileSystemException("/srv/conf", null, "Input/output error")))
                .isEqualTo("/srv/conf: Input/output error");
        assertThat(Findings.reason(new IOException("no"))).isEqualTo("no");
        assertThat(Findings.reason(new IOException())).isEqualTo("java.io.IOException");
    }
}
