package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

@Timeout(60)
class ConfigurationFolderTest {

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    @TempDir
    private Path conf;

    private ConfigurationFolder folder;

    private ConfigurationFolder folder() {
        Configuration configuration = recorder(Configuration.class, true);
        ConfigurationAdmin admin = recorder(ConfigurationAdmin.class, configuration);
        folder = new ConfigurationFolder(
                conf,
                new ConfigurationFiles(admin, new SystemdNotifier(Map.of(), 1), Map.<String, String>of()::get),
                () -> {});
        return folder;
    }

    @AfterEach
    void close() {
        if (folder != null) {
            folder.close();
        }
    }

    @Test
    void watchPassesOnWhatIsThereWhatComesWhatChangesAndWhatGoes() throws Exception {
        Path file = Files.writeString(conf.resolve("a.pid~x.cfg"), "key = 1");
        folder().begin();
        assertThat(next("updateIfDifferent")).isEqualTo("updateIfDifferent[{key=1}]");

        Files.writeString(conf.resolve("a.pid~y.cfg"), "key = 2");
        // The watch may see a file before its writer has come to the end.
        assertThat(next("update", "[{key=2}]")).isNotNull();

        Files.writeString(file, "key = 3 now");
        assertThat(next("update[", "{key=3 now}]")).isNotNull();

        Files.delete(file);
        assertThat(next("delete")).isEqualTo("delete[]");
    }

    @Test
    void fileThatIsTouchedIsAppliedAgain() throws Exception {
        Path file = Files.writeString(conf.resolve("a.pid~x.cfg"), "key = 1");
        folder().lookNow();
        folder.lookNow();
        calls.clear();
        folder.lookNow();
        assertThat(calls).isEmpty();

        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
        folder.lookNow();
        assertThat(next("update[")).isEqualTo("update[{key=1}]");
    }

    @Test
    void fileThatIsReplacedByOneOfTheSameSizeAndTimeIsApplied() throws Exception {
        Path file = Files.writeString(conf.resolve("a.pid~x.cfg"), "key = 1");
        folder().lookNow();
        Path other = Files.writeString(conf.resolve("other.tmp"), "key = 2");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        folder.lookNow();

        assertThat(next("update[")).isEqualTo("update[{key=2}]");
    }

    @Test
    void danglingLinkIsPassedOnOnceItsTargetArrives() throws Exception {
        Path target = conf.resolve("target.tmp");
        Files.createSymbolicLink(conf.resolve("a.pid~x.cfg"), target);
        folder().lookNow();
        assertThat(calls).isEmpty();

        Files.writeString(target, "key = 1");
        folder.lookNow();
        assertThat(next("update")).isEqualTo("update[{key=1}]");
    }

    @Test
    void folderThatCannotBeListedLeavesEverythingInForce() throws Exception {
        Files.writeString(conf.resolve("a.pid~x.cfg"), "key = 1");
        folder().lookNow();
        calls.clear();
        Path away = conf.resolveSibling(conf.getFileName() + "-away");
        Files.move(conf, away);
        folder.lookNow();
        folder.lookNow();
        assertThat(calls).isEmpty();

        Files.move(away, conf);
        Files.writeString(conf.resolve("a.pid~y.cfg"), "key = 2");
        folder.lookNow();
        assertThat(next("updateIfDifferent")).isEqualTo("updateIfDifferent[{key=2}]");
    }

    @Test
    void fileThatCannotBeReadKeepsNoOtherFromBeingApplied() throws Exception {
        Files.createDirectory(conf.resolve("a.pid~a.cfg"));
        Files.write(conf.resolve("a.pid~b.cfg"), new byte[] {(byte) 0xFC});
        Files.createSymbolicLink(conf.resolve("a.pid~c.cfg"), conf.resolve("nothing"));
        assertThat(new ProcessBuilder("mkfifo", conf.resolve("a.pid~d.cfg").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(conf.resolve("a.pid~z.cfg"), "key = 1");
        folder().lookNow();

        assertThat(calls)
                .containsExactlyElementsOf(
                        List.of("getFactoryConfiguration[a.pid, z, ?]", "updateIfDifferent[{key=1}]"));
    }

    @Test
    void closedWatchPassesNothingOn() throws IOException {
        folder().close();
        Files.writeString(conf.resolve("a.pid~x.cfg"), "key = 1");
        folder.begin();
        folder.lookNow();

        assertThat(calls).isEmpty();
    }

    /** Waits for the next call whose text begins so, and drops those before it. */
    private String next(String beginning) throws InterruptedException {
        return next(beginning, "");
    }

    /** Waits for the next call whose text begins and ends so, and drops those before it. */
    private String next(String beginning, String end) throws InterruptedException {
        while (true) {
            String call = calls.poll(30, TimeUnit.SECONDS);
            assertThat(call).as("a call of %s%s", beginning, end).isNotNull();
            if (call.startsWith(beginning) && call.endsWith(end)) {
                return call;
            }
        }
    }

    /** Returns an object that records each call and returns this result. */
    private <T> T recorder(Class<T> type, Object result) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    calls.add(method.getName() + (values == null ? "[]" : Arrays.toString(values)));
                    return method.getReturnType() == void.class ? null : result;
                }));
    }
}
