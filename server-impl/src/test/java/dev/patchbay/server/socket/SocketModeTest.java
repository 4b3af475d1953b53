package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.SOCKET_TYPE;
import static dev.patchbay.server.socket.Sockets.connect;
import static dev.patchbay.server.socket.Sockets.mode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The path is not there, or it is a socket that has its final mode: nobody ever sees anything else. A socket that is bound to its
 * private name listens as soon as its path is there; one that is bound to its public name, microseconds later.
 */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class SocketModeTest {

    private static final int TIMES = 50;
    private static final String NOTHING = "nothing";

    @TempDir
    Path directory;

    static List<Way> ways() {
        return Way.available();
    }

    @ParameterizedTest
    @CsvSource({"000, 600", "022, 666", "077, 660", "077, 777"})
    void nobodySeesAnotherModeThanTheFinalOneWhateverTheUmask(String umask, String mode) throws Exception {
        Path path = directory.resolve("echo.sock");
        AtomicBoolean enough = new AtomicBoolean();
        try (OtherProcess other = new OtherProcess(directory, umask)) {
            FutureTask<Set<String>> seen = watch(() -> modesSeen(path, enough));
            for (int i = 0; i < TIMES; i++) {
                assertThat(other.open(path, mode)).isEqualTo(OtherProcess.DONE);
                assertThat(mode(path)).isEqualTo(SOCKET_TYPE | Integer.parseInt(mode, 8));
                assertThat(other.closeSocket()).isEqualTo(OtherProcess.DONE);
            }
            assertThat(other.open(path, mode)).isEqualTo(OtherProcess.DONE);
            enough.set(true);
            assertThat(seen.get(30, TimeUnit.SECONDS)).contains("140" + mode).isSubsetOf("140" + mode, NOTHING);
            assertThat(other.closeSocket()).isEqualTo(OtherProcess.DONE);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aStaleSocketIsReplaced(Way way) throws Exception {
        Path path = directory.resolve("echo.sock");
        for (int i = 0; i < TIMES; i++) {
            Sockets.leaveStale(path);
            String stale = Integer.toOctalString(mode(path));
            AtomicBoolean enough = new AtomicBoolean();
            FutureTask<Set<String>> seen = watch(() -> modesSeen(path, enough));
            try (ListeningSocket socket = way.open(Sockets.config(path, 0640))) {
                enough.set(true);
                assertThat(seen.get(30, TimeUnit.SECONDS))
                        .contains("140640")
                        .isSubsetOf(union(modesBefore(way, stale), "140640"));
                assertThat(socket.channel().isOpen()).isTrue();
            }
        }
    }

    /** Only a rename replaces a file in one step, and it would leave the name to which the socket was bound. */
    private static Set<String> modesBefore(Way way, String stale) {
        return way == Way.PRIVATE_NAME ? Set.of(stale) : Set.of(stale, NOTHING);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whoeverSeesThePathCanConnectAtOnceOrAtASecondAttempt(Way way) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Path path = directory.resolve("echo" + i + ".sock");
            FutureTask<String> firstAnswer = watch(() -> firstAnswer(path, way == Way.PUBLIC_NAME));
            try (ListeningSocket socket = way.open(Sockets.config(path, 0600))) {
                assertThat(firstAnswer.get(30, TimeUnit.SECONDS)).isEqualTo("connected");
                socket.channel().accept().close();
            }
        }
    }

    /** Looks at the path until it has been enough, and then once more, and returns every mode that was seen. */
    private static Set<String> modesSeen(Path path, AtomicBoolean enough) throws IOException {
        Set<String> modes = new TreeSet<>();
        boolean last;
        do {
            last = enough.get();
            try {
                modes.add(Integer.toOctalString(mode(path)));
            } catch (NoSuchFileException notThere) {
                modes.add(NOTHING);
            }
        } while (!last);
        return modes;
    }

    /** Connects again and again, and returns what happens as soon as there is something at the path that may not refuse. */
    private static String firstAnswer(Path path, boolean mayRefuse) throws IOException {
        while (true) {
            try {
                connect(path).close();
                return "connected";
            } catch (ConnectException e) {
                if (!mayRefuse) {
                    return e.toString();
                }
            } catch (SocketException notThere) {
                Thread.onSpinWait();
            }
        }
    }

    private static Set<String> union(Set<String> some, String more) {
        Set<String> all = new TreeSet<>(some);
        all.add(more);
        return all;
    }

    /** Runs the task on a thread of its own, which has begun when this returns. */
    private static <T> FutureTask<T> watch(Callable<T> task) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<T> watching = new FutureTask<>(() -> {
            begun.countDown();
            return task.call();
        });
        Thread watcher = new Thread(watching, "watcher");
        watcher.setDaemon(true);
        watcher.start();
        begun.await();
        return watching;
    }
}
