package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which Java {@code bin/patchbay} takes, among scripts that answer as a Java does. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class JavaChoiceIT {

    private static final int UNAVAILABLE = 69;

    /** A Java that proves to run. Started for good, it prints its own path and its arguments. */
    private static final String GOOD = """
            #!/bin/sh
            case "$*" in
              *launcher.Main*) printf 'started %%s\\n' "$0" "$@" ;;
              *-XshowSettings*) printf '    java.home = %1$s\\n    java.specification.version = %2$s\\n' ;;
            esac
            """;

    /** A Java without a module that Patchbay needs. */
    private static final String TRIMMED = GOOD.replace(
            "esac",
            "  *--add-modules*) echo 'java.lang.module.FindException: Module java.sql not found'; exit 1 ;;\nesac");

    /** A Java that never answers. */
    private static final String HANGING = "#!/bin/sh\nexec sleep 1000\n";

    @TempDir
    private Path folder;

    private Path distribution;

    @BeforeEach
    void makeDistribution() throws IOException {
        folder = folder.toRealPath();
        distribution = Files.createDirectory(folder.resolve("distribution"));
        Files.createDirectory(distribution.resolve("bin"));
        Files.createDirectory(distribution.resolve("lib"));
        Files.copy(Patchbay.distribution().resolve("bin/patchbay"), distribution.resolve("bin/patchbay"));
        Files.createFile(distribution.resolve("lib/patchbay-launcher-1.jar"));
    }

    @Test
    void anExplicitJavaHomeIsTakenThoughThereIsANewerOne() throws Exception {
        Path newer = java("newer", "25", GOOD);
        Path explicit = java("explicit", "17", TRIMMED);

        assertThat(start(Map.of("PATH", path(newer.resolve("bin")), "JAVA_HOME", explicit.toString())))
                .contains("started " + explicit + "/bin/java");
        assertThat(start(Map.of("JAVA_HOME", newer.toString(), "PATCHBAY_JAVA", explicit + "/bin/java")))
                .contains("started " + explicit + "/bin/java");
    }

    @Test
    void theJavaOfTheDistributionIsTakenUnlessPatchbayJavaNamesAnother() throws Exception {
        Path other = java("other", "25", GOOD);
        Path own = java("distribution/lib/runtime", "25", GOOD);

        assertThat(start(Map.of("PATH", path(other.resolve("bin")), "JAVA_HOME", other.toString())))
                .contains("started " + own + "/bin/java");
        assertThat(start(Map.of("PATCHBAY_JAVA", other.toString()))).contains("started " + other + "/bin/java");
    }

    @Test
    void anExplicitJavaThatCannotDoIsNamedAndNoOtherIsTaken() throws Exception {
        Path good = java("good", "25", GOOD);
        Path old = java("old", "11", GOOD);
        String path = path(good.resolve("bin"));

        assertThat(fail(Map.of("PATH", path, "JAVA_HOME", old.toString())))
                .contains("JAVA_HOME=" + old + " is Java 11");
        assertThat(fail(Map.of("PATH", path, "JAVA_HOME", "/no/such"))).contains("JAVA_HOME=/no/such is not a Java");
        assertThat(fail(Map.of("PATH", path, "PATCHBAY_JAVA", "/bin/true"))).contains("PATCHBAY_JAVA=/bin/true");
    }

    @Test
    void aTrimmedNewJavaLosesToACompleteOlderOne() throws Exception {
        Path trimmed = java("trimmed", "25", TRIMMED);
        Path good = java("home/.sdkman/candidates/java/good", "24", GOOD);

        String started = start(Map.of(
                "PATH",
                path(trimmed.resolve("bin")),
                "HOME",
                folder.resolve("home").toString()));
        assertThat(started).doesNotContain("started " + trimmed);
        // Unless this machine has a real one that is newer.
        assertThat(started.contains("started " + good) || started.contains("launcher.Main"))
                .isTrue();
    }

    @Test
    void aJavaThatHangsIsPassedOver() throws Exception {
        Path hanging = java("hanging", "25", HANGING);
        Files.delete(hanging.resolve("release"));
        Path proofHangs = java("proof", "25", GOOD.replace("esac", "  *--add-modules*) exec sleep 1000 ;;\nesac"));

        assertThat(start(Map.of("PATH", path(hanging.resolve("bin"))))).doesNotContain("started " + hanging);
        assertThat(start(Map.of("PATH", path(proofHangs.resolve("bin"))))).doesNotContain("started " + proofHangs);
    }

    @Test
    void aShimLeadsToTheJavaThatItStarts() throws Exception {
        Path real = java("real", "25", GOOD);
        Path shim = Files.createDirectories(folder.resolve("shims")).resolve("java");
        script(shim, "#!/bin/sh\nexec " + real + "/bin/java \"$@\"\n");

        assertThat(start(Map.of("PATH", path(shim.getParent())))).contains("started " + real + "/bin/java");
        assertThat(start(Map.of("PATCHBAY_JAVA", shim.toString()))).contains("started " + real + "/bin/java");

        // One that decides by its name, as that of mise does.
        Path multi = folder.resolve("multi");
        script(multi, "#!/bin/sh\n[ \"${0##*/}\" = java ] && exec " + real + "/bin/java \"$@\"\nexit 1\n");
        Files.delete(shim);
        Files.createSymbolicLink(shim, multi);
        assertThat(start(Map.of("PATH", path(shim.getParent())))).contains("started " + real + "/bin/java");

        // One for which no version is chosen.
        Files.delete(shim);
        script(shim, "#!/bin/sh\necho 'No version is set for command java' >&2\nexit 126\n");
        assertThat(start(Map.of("PATH", path(shim.getParent())))).doesNotContain("started " + shim);
    }

    @Test
    void onlyTheOptionsThatTheUserDoesNotContradictAreAdded() throws Exception {
        String home = java("home", "25", GOOD).toString();

        assertThat(start(Map.of("JAVA_HOME", home))).contains("-XX:+UseSerialGC", "-Xms32m", "-Duser.language=en");
        assertThat(start(Map.of("JAVA_HOME", home, "JAVA_OPTS", "-XX:+UseZGC -Dglob=/*")))
                .contains("-XX:+UseZGC", "-Xms32m", "started -Dglob=/*\n")
                .doesNotContain("SerialGC");
        assertThat(start(Map.of("JAVA_HOME", home, "JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=5 -Duser.language=de")))
                .contains("SerialGC")
                .doesNotContain("-Xms", "-Duser.language=en");
        assertThat(start(Map.of("JAVA_HOME", home, "JAVA_OPTS", "@file")))
                .contains("started @file")
                .doesNotContain("SerialGC", "-Xms");
    }

    /** Makes a Java home of this version whose command is the script. */
    private Path java(String name, String version, String script) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        script(home.resolve("bin/java"), script.contains("%1$s") ? script.formatted(home, version) : script);
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String path(Path first) {
        return first + ":" + System.getenv("PATH");
    }

    private String start(Map<String, String> environment) throws Exception {
        return run(environment, false);
    }

    private String fail(Map<String, String> environment) throws Exception {
        return run(environment, true);
    }

    private String run(Map<String, String> environment, boolean fails) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                distribution.resolve("bin/patchbay").toString(),
                "run",
                "--no-shell",
                "--home",
                folder.resolve("x").toString());
        for (String name : new String[] {"JAVA_HOME", "PATCHBAY_JAVA", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"}) {
            builder.environment().remove(name);
        }
        builder.environment().putAll(environment);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        // A real Java finds no launcher in the empty jar.
        assertThat(process.exitValue()).as(text).isIn(fails ? UNAVAILABLE : 0, fails ? UNAVAILABLE : 1);
        return text;
    }
}
