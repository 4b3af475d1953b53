package dev.patchbay.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The commands in the shell of Karaf, the beans and the health checks, from their features. */
@Timeout(180)
@DisabledForJreRange(min = JRE.JAVA_24, disabledReason = "Karaf 4.4 needs the security manager that Java 24 has not")
class CommandsInKarafIT {

    private static Karaf karaf;

    @BeforeAll
    static void install(@TempDir Path base) throws Exception {
        karaf = Karaf.start(base);
        try {
            List<String> lines = Karaf.documentedLines();
            karaf.typeAndAwaitRepositories(lines.get(0));
            karaf.type(lines.get(1), "feature:install patchbay-echo patchbay-shell patchbay-jmx patchbay-healthcheck");
            karaf.awaitSocket("control", true);
            karaf.awaitSocket("echo", true);
            karaf.awaitCommand("patchbay:status", "2 of 2 servers serving");
        } catch (AssertionError e) {
            karaf.close();
            throw new AssertionError(String.join("\n", karaf.output().all()), e);
        }
    }

    @AfterAll
    static void shutDown() throws Exception {
        if (karaf != null) {
            karaf.close();
        }
    }

    @Test
    void theCommandsPrintTheirTablesAndErrors() throws Exception {
        karaf.type("patchbay:handlers echo");
        karaf.output().await(line -> line.matches(".*echo +\\d+ +echo +0 +SERVING.*"), "the handlers of echo");
        karaf.type("patchbay:close echo 4711");
        karaf.output().await("server echo has no connection 4711; it has none at all");
    }

    @Test
    void theirOutputCanBePiped() throws Exception {
        karaf.type("patchbay:status | grep Rea");
        karaf.output().await("Ready: ", "2 of 2 servers serving");
    }

    @Test
    void theShellKnowsTheirNames() throws Exception {
        karaf.type("echo $.commands");
        karaf.output().await("patchbay:drain");
    }

    @Test
    void whoMayUseThemIsInAFile() throws Exception {
        Path acl = karaf.etc().resolve("org.apache.karaf.command.acl.patchbay.cfg");
        while (!Files.exists(acl)) {
            Thread.onSpinWait();
        }
        assertThat(Files.readString(acl)).contains("status = viewer", "drain = manager", "call = admin");
    }

    @Test
    void thereAreBeansAndHealthChecks() throws Exception {
        karaf.type("bundle:list | grep 'Patchbay JMX'");
        karaf.output().await("Active", "Patchbay JMX");
        karaf.type("service:list org.apache.felix.hc.api.HealthCheck");
        karaf.output().await("hc.name = Patchbay");
    }

    @Test
    void whoMayOnlyLookCannotOperate() throws Exception {
        Files.writeString(
                karaf.etc().resolve("users.properties"), "\nwatcher = watched,viewer,ssh\n", StandardOpenOption.APPEND);

        assertThat(asWatcher("patchbay:status | grep Rea")).contains("2 of 2 servers serving");
        assertThat(asWatcher("patchbay:drain echo")).doesNotContain("has stopped");
        assertThat(asWatcher("patchbay:status | grep Rea")).contains("2 of 2 servers serving");
    }

    /** Runs a command through Karaf's own client, as a user with the role viewer, and returns all that is printed. */
    private static String asWatcher(String command) throws Exception {
        Path client = Path.of(System.getProperty("patchbay.karaf"), "bin", "client");
        ProcessBuilder builder = new ProcessBuilder(
                        client.toString(), "-b", "-r", "30", "-u", "watcher", "-p", "watched")
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KARAF_ETC", karaf.etc().toString());
        Process process = builder.start();
        try (var input = process.outputWriter()) {
            input.write(command + "\n");
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
