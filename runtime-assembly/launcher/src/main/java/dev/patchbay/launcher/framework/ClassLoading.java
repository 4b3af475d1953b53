package dev.patchbay.launcher.framework;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads all classes of jars on the class path ahead of their use. Java reads a class when it is first needed. If the
 * jars are overwritten while Patchbay runs, a class that only a stop needs could no longer be read, and the stop would
 * fail. Bundles need no such care: the framework copies them to the cache.
 */
public final class ClassLoading {

    private final Thread thread;

    private ClassLoading(Thread thread) {
        this.thread = thread;
    }

    /** Starts to load, on a thread of its own, the classes of the jars that contain these. */
    public static ClassLoading start(List<Class<?>> samples) {
        Thread thread = new Thread(() -> samples.forEach(ClassLoading::loadAll), "patchbay-class-loading");
        thread.setDaemon(true);
        thread.start();
        return new ClassLoading(thread);
    }

    /** Waits until all are loaded. */
    public void await() throws InterruptedException {
        thread.join();
    }

    private static void loadAll(Class<?> sample) {
        CodeSource source = sample.getProtectionDomain().getCodeSource();
        if (source == null) {
            return;
        }
        try {
            Path file = Path.of(source.getLocation().toURI());
            if (Files.isRegularFile(file)) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    jar.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                            .forEach(name -> load(name, sample.getClassLoader()));
                }
            }
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            // Not a jar that can be read as a whole: then its classes are loaded when they are needed, as ever.
        }
    }

    private static void load(String file, ClassLoader loader) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            // It is for a library that is not there, so nothing can need it.
        }
    }
}
