package dev.patchbay.itests.swap;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.osgi.framework.launch.FrameworkFactory;

/** The frameworks that the tests start. */
final class Frameworks {

    private Frameworks() {}

    /** Returns Felix, which is on the class path, and what the distribution runs on. */
    static FrameworkFactory felix() {
        return ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
    }

    /** Returns Equinox, with a class loader of its own: on the class path Pax Exam would find it too. */
    static FrameworkFactory equinox() {
        ClassLoader equinox = new URLClassLoader("equinox", urls(), Frameworks.class.getClassLoader());
        return ServiceLoader.load(FrameworkFactory.class, equinox).stream()
                .filter(factory -> factory.type().getClassLoader() == equinox)
                .findFirst()
                .orElseThrow()
                .get();
    }

    private static URL[] urls() {
        try {
            return new URL[] {
                Path.of(System.getProperty("patchbay.equinox")).toUri().toURL()
            };
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
