package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ConfigurationFilesTest {

    private static final Map<String, String> VARIABLES = Map.of("home", "/srv/a$b\\c");

    /** What was asked of Configuration Admin, call by call. */
    private final List<String> calls = new ArrayList<>();

    private final ConfigurationFiles files =
            new ConfigurationFiles(admin(), new SystemdNotifier(Map.of(), 1), VARIABLES::get);

    @TempDir
    private Path conf;

    @Test
    void fileBecomesAFactoryConfigurationNamedByIt() throws IOException {
        files.install(file("a.pid~some~name.cfg", "key = value\n"));

        assertThat(calls)
                .containsExactly("getFactoryConfiguration[a.pid, some~name, ?]", "updateIfDifferent[{key=value}]");
    }

    @Test
    void fileThatWasWrittenAgainUpdatesItsConfigurationEvenIfItIsTheSame() throws IOException {
        files.update(file("a.pid~x.cfg", "key = other\n"));

        assertThat(calls).containsExactly("getFactoryConfiguration[a.pid, x, ?]", "update[{key=other}]");
    }

    @Test
    void variablesAreReplacedAndUnknownOnesStay() throws IOException {
        files.install(file("a.pid~x.cfg", "key = ${home}/run/${what}/grüße  \n"));

        assertThat(calls).endsWith("updateIfDifferent[{key=/srv/a$b\\c/run/${what}/grüße}]");
    }

    @Test
    void deletedFileDeletesItsConfiguration() throws IOException {
        Path file = file("a.pid~x.cfg", "key = value\n");
        files.install(file);
        calls.clear();
        files.uninstall(file);
        files.uninstall(file);

        assertThat(calls).containsExactly("getFactoryConfiguration[a.pid, x, ?]", "delete[]");
    }

    @Test
    void hyphenAndNoNameWorkToo() throws IOException {
        files.install(file("a.pid-x.cfg", "key = value\n"));
        files.install(file("b.pid.cfg", "key = value\n"));

        assertThat(calls)
                .containsExactly(
                        "getFactoryConfiguration[a.pid, x, ?]",
                        "updateIfDifferent[{key=value}]",
                        "getConfiguration[b.pid, ?]",
                        "updateIfDifferent[{key=value}]");
    }

    @Test
    void filesOfOtherNamesAndMisusedPidsAreNotRead() throws IOException {
        for (String name :
                List.of("a.pid~x.cfg.bak", "~x.cfg", "a~.cfg", "logback.xml", "x.conf", "dev.patchbay.server.cfg")) {
            Path file = file(name, "key = value\n");
            files.install(file);
            files.update(file);
            files.uninstall(file);
        }

        assertThat(calls).isEmpty();
    }

    @Test
    void handlerAndThoseBesideItAreConfiguredByFilesOfOnePid() throws IOException {
        files.install(file("dev.patchbay.handler.json.cfg", "key = value\n"));
        files.install(file("dev.patchbay.handler.json~x.cfg", "key = value\n"));

        assertThat(calls)
                .containsExactly(
                        "getConfiguration[dev.patchbay.handler.json, ?]",
                        "updateIfDifferent[{key=value}]",
                        "getFactoryConfiguration[dev.patchbay.handler.json, x, ?]",
                        "updateIfDifferent[{key=value}]");
    }

    @Test
    void fileThatCannotBeReadChangesNothingUntilItIsMended() throws IOException {
        Path file = conf.resolve("dev.patchbay.server~x.cfg");
        Files.write(file, new byte[] {'a', '=', (byte) 0xFC});
        files.install(file);
        assertThat(calls).isEmpty();
        assertThat(files.faults())
                .containsOnlyKeys("x")
                .extractingByKey("x")
                .asString()
                .contains("0xFC", "line 1");

        Files.writeString(file, "a = 1");
        files.update(file);
        assertThat(calls).containsExactly("getFactoryConfiguration[dev.patchbay.server, x, ?]", "update[{a=1}]");
        assertThat(files.faults()).isEmpty();
    }

    @Test
    void secondFileOfOneConfigurationWaitsForTheFirstToBeDeleted() throws IOException {
        Path first = file("a.pid~x.cfg", "key = first\n");
        Path second = file("a.pid-x.cfg", "key = second\n");
        files.install(first);
        calls.clear();
        files.install(second);
        files.update(second);
        assertThat(calls).isEmpty();

        files.uninstall(first);
        assertThat(calls).containsExactly("getFactoryConfiguration[a.pid, x, ?]", "updateIfDifferent[{key=second}]");
        calls.clear();
        files.uninstall(second);
        assertThat(calls).containsExactly("getFactoryConfiguration[a.pid, x, ?]", "delete[]");
    }

    @Test
    void secondFileThatIsDeletedLeavesTheFirstInForce() throws IOException {
        files.install(file("a.pid~x.cfg", "key = first\n"));
        Path second = file("a.pid-x.cfg", "key = second\n");
        files.install(second);
        calls.clear();
        files.uninstall(second);

        assertThat(calls).isEmpty();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(conf.resolve(name), content);
    }

    private ConfigurationAdmin admin() {
        Configuration configuration = recorder(Configuration.class, true);
        return recorder(ConfigurationAdmin.class, configuration);
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
