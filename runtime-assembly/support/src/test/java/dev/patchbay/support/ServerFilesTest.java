package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFilesTest {

    @TempDir
    private Path conf;

    @Test
    void serversAreNamedByTheirFiles() throws IOException {
        for (String name : new String[] {
            "dev.patchbay.server~echo.cfg",
            "dev.patchbay.server~a.b~c.cfg",
            "dev.patchbay.server-hyphen.cfg",
            "dev.patchbay.server-echo.cfg",
            "dev.patchbay.server.cfg",
            "dev.patchbay.server~x.cfg.bak",
            "dev.patchbay.other~y.cfg",
            "logback.xml"
        }) {
            Files.createFile(conf.resolve(name));
        }

        assertThat(ServerFiles.in(conf)).containsOnlyKeys("a.b~c", "echo", "hyphen");
        assertThat(ServerFiles.in(conf))
                .containsEntry(
                        "echo", conf.resolve("dev.patchbay.server-echo.cfg").toString());
    }
}
