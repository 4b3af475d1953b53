package dev.patchbay.server.testing;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails a test that leaves something behind: a thread named {@code patchbay-…} that it has started and that does not end
 * by itself, a socket file or a private directory ({@code .NAME.bay}) in its temporary directory, or, on Linux, an open
 * descriptor: a socket, a pipe, an {@code epoll}, or a file in its temporary directory. Looks after the test's own {@code
 * @AfterEach} methods, at {@code Path} fields with {@code @TempDir}. What the collector closes, such as a file stream
 * that the test has dropped, is no leak; the JDK's socket channels it does not close.
 *
 * <pre>{@code
 * @ExtendWith(NoLeaks.class)
 * class ServerTest { … }
 * }</pre>
 *
 * <p>Virtual threads are not seen, nor are threads that were there before the test.
 */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {

    private static final String THREADS = "patchbay-";
    private static final Namespace MINE = Namespace.create(NoLeaks.class);
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    /** How long to wait between two looks at what the system alone knows. */
    private static final long LOOK_NANOS = 5_000_000;

    private final Duration patience;

    /** What there was before a test. */
    private record Before(Set<Thread> threads, OpenDescriptors descriptors) {}

    /** Gives threads ten seconds to end, and descriptors as much to be closed. */
    public NoLeaks() {
        this(Duration.ofSeconds(10));
    }

    /** Gives threads so much time to end, and descriptors as much to be closed. */
    public NoLeaks(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        OpenDescriptors open = OpenDescriptors.now(temporaryDirectories(test));
        test.getStore(MINE).put(this, new Before(ourThreads(), open));
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        Before before = test.getStore(MINE).remove(this, Before.class);
        List<String> leaks = new ArrayList<>(leakedThreads(before.threads));
        leaks.addAll(leakedDescriptors(before.descriptors, temporaryDirectories(test)));
        for (Path directory : temporaryDirectories(test)) {
            leaks.addAll(leakedFiles(directory));
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError("the test leaves behind:\n" + String.join("\n", leaks));
        }
    }

    private List<String> leakedThreads(Set<Thread> before) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> leaks = new ArrayList<>();
        for (Thread thread : ourThreads()) {
            if (before.contains(thread)) {
                continue;
            }
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            if (thread.isAlive()) {
                leaks.add(thread
                        + Arrays.stream(thread.getStackTrace())
                                .map(frame -> "\n    at " + frame)
                                .collect(Collectors.joining()));
            }
        }
        return leaks;
    }

    private List<String> leakedDescriptors(OpenDescriptors before, List<Path> directories) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> leaks = OpenDescriptors.now(directories).moreThan(before);
        while (!leaks.isEmpty() && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(LOOK_NANOS);
            leaks = OpenDescriptors.now(directories).moreThan(before);
        }
        return leaks;
    }

    private static Set<Thread> ourThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith(THREADS));
        return threads;
    }

    private static List<Path> temporaryDirectories(ExtensionContext test) {
        return test.getRequiredTestInstances().getAllInstances().stream()
                .flatMap(instance ->
                        AnnotationSupport.findAnnotatedFieldValues(instance, TempDir.class, Path.class).stream())
                .toList();
    }

    private static List<String> leakedFiles(Path directory) throws IOException {
        List<String> leaks = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                int type = (int) Files.getAttribute(file, "unix:mode", NOFOLLOW_LINKS) & FILE_TYPE;
                if (type == SOCKET || file.toString().endsWith(".bay")) {
                    leaks.add(file.toString());
                }
            }
        }
        return leaks;
    }
}
