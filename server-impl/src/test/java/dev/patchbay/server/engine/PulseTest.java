package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.testing.NoLeaks;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The sign of life that a watchdog asks for. */
@ParameterizedClass
@MethodSource("lanes")
@ExtendWith(NoLeaks.class)
@Timeout(60)
class PulseTest {

    @Parameter
    Lane lane;

    @TempDir
    Path directory;

    static List<Lane> lanes() {
        return Lane.all();
    }

    @Test
    void everyLoopOfARunningServerIsFelt() throws Exception {
        try (TestServer server =
                new TestServer(lane, directory).with("loops", "3").start((conn, in) -> conn.write(in))) {
            server.server().pulse().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aServerThatDoesNotRunHasNothingToFeel() {
        try (TestServer server = new TestServer(lane, directory)) {
            assertThat(server.server().pulse()).isCompleted();
        }
    }
}
