package dev.patchbay.itests.framework;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.ops4j.pax.exam.Option;

/** The bundles in the folders of the distribution, for a framework that a test starts. */
final class AssembledBundles {

    /** The start levels of the distribution that servers need. What reads files and what makes a shell is left out. */
    private static final List<String> LEVELS = List.of("1-log", "2-services", "3-handlers", "4-server");

    /** Belongs to the launcher: it reads {@code conf/} and looks after the ready line. */
    private static final String SUPPORT = "patchbay-support-";

    private AssembledBundles() {}

    /** Returns the options of a framework that runs servers, and the tests that look at them. */
    static Option[] options() {
        Path bundles = Path.of(System.getProperty("patchbay.distribution"), "lib", "bundles");
        List<Option> assembled =
                LEVELS.stream().flatMap(level -> level(bundles.resolve(level))).toList();
        return new Option[] {
            composite(assembled.toArray(Option[]::new)),
            junitBundles(),
            workingDirectory("target/framework"),
            bundle(jarOf(Assertions.class)),
            bundle(jarOf(net.bytebuddy.ByteBuddy.class))
        };
    }

    private static Stream<Option> level(Path folder) {
        int level = Integer.parseInt(folder.getFileName().toString().substring(0, 1));
        try (Stream<Path> jars = Files.list(folder)) {
            List<Path> ours = jars.filter(jar -> !jar.getFileName().toString().startsWith(SUPPORT))
                    .sorted()
                    .toList();
            return ours.stream().map(jar -> bundle(jar.toUri().toString()).startLevel(level));
        } catch (IOException e) {
            throw new UncheckedIOException("there is no distribution: run mvn package first", e);
        }
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }
}
