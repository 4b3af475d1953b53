package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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
    void changedFileUpdatesItsConfiguration() throws IOException {
        files.update(file("a.pid~x.cfg", "key = other\n"));

        assertThat(calls).containsExactly("getFactoryConfiguration[a.pid, x, ?]", "updateIfDifferent[{key=other}]");
    }

    @Test
    void variablesAreReplacedAndUnknownOnesStay() throws IOException {
        files.install(file("a.pid~x.cfg", "key = ${home}/run/${what}/grüße  \n"));

        assertThat(calls).endsWith("updateIfDifferent[{key=/srv/a$b\\c/run/${what}/grüße}]");
    }

    @Test
    void deletedFileDeletesItsConfiguration() throws IOException {
        files.uninstall(conf.resolve("a.pid~x.cfg").toFile());

        assertThat(calls).containsExactly("getFactoryConfiguration[a.pid, x, ?]", "delete[]");
    }

    @Test
    void otherFilesAreLeftToFileInstall() {
        assertThat(List.of("a.pid~x.cfg", "a.pid~x~y.cfg")).allMatch(name -> files.canHandle(new File(name)));
        assertThat(List.of("a.pid.cfg", "a.pid-x.cfg", "a.pid~x.cfg.bak", "~x.cfg", "a~.cfg", "logback.xml"))
                .noneMatch(name -> files.canHandle(new File(name)));
    }

    private File file(String name, String content) throws IOException {
        return Files.writeString(conf.resolve(name), content).toFile();
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
