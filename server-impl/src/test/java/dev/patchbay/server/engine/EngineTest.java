package dev.patchbay.server.engine;

import dev.patchbay.api.Handler;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.testing.NoLeaks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A test of a server on a real socket, run with each poller and each way to call handlers. */
@ParameterizedClass
@MethodSource("lanes")
@ExtendWith(NoLeaks.class)
@Timeout(60)
abstract class EngineTest {

    static final Handler ECHO = (conn, in) -> conn.write(in);

    @Parameter
    Lane lane;

    @TempDir
    Path directory;

    static List<Lane> lanes() {
        return Lane.all();
    }

    final TestServer server() {
        return new TestServer(lane, directory);
    }

    /** A server whose single deadlines pass when the test says so. */
    final TestServer server(Deadlines deadlines) {
        EngineResources resources =
                new EngineResources(Platform.blockingExecutor("patchbay-handler"), deadlines, System::nanoTime);
        return new TestServer(lane, directory, resources);
    }
}
