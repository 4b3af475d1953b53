package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.runtime.ServerRuntime;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is loaded before there is a client. */
class FirstConnectionTest {

    /** Loads the classes of this module itself, and records which. */
    private static final class Recorder extends URLClassLoader {

        private final List<String> loaded = new ArrayList<>();

        Recorder(URL[] path) {
            super(path, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            loaded.add(name);
            return name.startsWith("dev.patchbay.api.")
                    ? Class.forName(name, false, ServerRuntime.class.getClassLoader())
                    : super.findClass(name);
        }
    }

    @Test
    void libraryIsNotLoadedBeforeTheFirstConnection() throws Exception {
        try (Recorder recorder = new Recorder(classPath())) {
            recorder.loadClass(HttpHandler.class.getName())
                    .getConstructor(ServerRuntime.class, Map.class)
                    .newInstance(new FakeRuntime(), Map.of());
            assertThat(recorder.loaded)
                    .contains(HttpHandler.class.getName())
                    .noneMatch(name -> name.startsWith("org.apache.hc") || name.startsWith("tools.jackson"));
        }
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(url(entry));
        }
        return urls.toArray(new URL[0]);
    }

    private static URL url(String entry) throws MalformedURLException {
        URI uri = Path.of(entry).toUri();
        return uri.toURL();
    }
}
