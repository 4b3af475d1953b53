package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts the distribution as systemd does: with a socket as descriptor 3, and a datagram socket for its notifications.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class SocketActivationIT {

    private HomeFolder home;
    private Path path;
    private ServiceManagerStub manager;

    @BeforeEach
    void listen(@TempDir Path directory) throws Exception {
        home = new HomeFolder(Files.createDirectory(directory.resolve("home")));
        path = directory.resolve("activated.sock");
        manager = new ServiceManagerStub(path, directory.resolve("notify"));
    }

    @AfterEach
    void close() throws Exception {
        manager.close();
    }

    @Test
    void itServesOnTheInheritedSocketAndSaysWhenItIsReadyAndWhenItStops() throws Exception {
        home.configure("echo", "socket.path = systemd:echo", "socket.permissions = 0600");
        int mode = (int) Files.getAttribute(path, "unix:mode");
        // Before the service is there: the client waits for it.
        try (Client early = Client.connect(path);
                Patchbay patchbay = activate()) {
            early.send("early");
            assertThat(early.readAsMuchAs("early")).isEqualTo("early");
            assertThat(patchbay.output().await("patchbay ready in ")).endsWith("echo=" + path);
            assertThat(manager.heard()).isEqualTo("READY=1\nSTATUS=serving echo=" + path);
            patchbay.log().await("[socket.permissions] have no effect on an inherited socket");

            patchbay.terminate();
            assertThat(manager.heard()).isEqualTo("STOPPING=1");
            assertThat(patchbay.awaitExit()).isZero();
        }
        assertThat((int) Files.getAttribute(path, "unix:mode")).isEqualTo(mode);
    }

    @Test
    void whoConnectsBetweenTwoRunsIsServedByTheSecond() throws Exception {
        home.configure("echo", "socket.path = systemd:echo");
        try (Patchbay first = activate()) {
            first.output().await("patchbay ready in ");
            first.kill();
        }
        try (Client between = Client.connect(path);
                Patchbay second = activate()) {
            second.output().await("patchbay ready in ");
            assertThat(between.echo("patient")).isEqualTo("patient");
        }
    }

    @Test
    void aChangeAwayFromTheSocketAndBackIsToldAndKeepsEveryConnection() throws Exception {
        home.configure("echo", "socket.path = systemd:echo");
        try (Patchbay patchbay = activate()) {
            patchbay.output().await("patchbay ready in ");
            assertThat(manager.heard()).startsWith("READY=1");
            try (Client client = Client.connect(path)) {
                assertThat(client.echo("one")).isEqualTo("one");
                home.configure("echo", "socket.path = ${patchbay.home}/run/own.sock");
                assertThat(manager.heard()).matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
                assertThat(manager.heard()).isEqualTo("READY=1");
                home.awaitSocket("own", true);
                assertThat(client.echo("two")).isEqualTo("two");

                home.configure("echo", "socket.path = systemd:echo");
                home.awaitSocket("own", false);
                try (Client again = Client.connect(path)) {
                    assertThat(again.echo("three")).isEqualTo("three");
                }
                assertThat(client.echo("four")).isEqualTo("four");
            }
        }
    }

    @Test
    void aNameThatWasNotHandedOverIsFatalAndThoseThatWereAreNamed() throws Exception {
        home.configure("echo", "socket.path = systemd:web");
        try (Patchbay patchbay = activate()) {
            assertThat(patchbay.awaitExit()).isEqualTo(78);
            assertThat(patchbay.log().all())
                    .anyMatch(line ->
                            line.contains("systemd:web: it is not among the sockets passed to this process, [echo]"));
        }
    }

    @Test
    void itGivesSignsOfLifeAsOftenAsItIsAsked() throws Exception {
        home.configure("echo", "socket.path = ${patchbay.home}/run/echo.sock");
        try (Patchbay patchbay =
                Patchbay.launch(Patchbay.distribution(), home.directory(), List.of("--allow-unsafe-files"), process -> {
                    manager.listenTo(process);
                    process.environment().put("WATCHDOG_USEC", "20000");
                })) {
            assertThat(manager.heard()).startsWith("READY=1");
            for (int i = 0; i < 10; i++) {
                assertThat(manager.heard()).isEqualTo("WATCHDOG=1");
            }
            assertThat(patchbay.output().await("patchbay ready in ")).contains("echo=");
        }
    }

    @Test
    void theStatusSaysWhatIsSo() throws Exception {
        home.configure("echo", "socket.path = systemd:echo");
        home.configure("lost", "socket.path = ${patchbay.home}/run/lost.sock", "handler.target = (handler.name=none)");
        try (Patchbay patchbay = activate()) {
            patchbay.output().await("patchbay ready in ");
            try (Client client = Client.connect(path)) {
                assertThat(client.echo("one")).isEqualTo("one");
                awaitStatus("1 of 2 servers serving, 1 connection; holding: lost");
            }
            awaitStatus("1 of 2 servers serving, 0 connections; holding: lost");
            home.remove("lost");
            awaitStatus("1 of 1 server serving, 0 connections");
        }
    }

    private void awaitStatus(String expected) throws Exception {
        String status;
        do {
            status = manager.heardStatus();
        } while (!status.equals(expected));
    }

    private Patchbay activate() throws Exception {
        return Patchbay.launch(
                Patchbay.distribution(),
                home.directory(),
                List.of("--allow-unsafe-files"),
                process -> manager.adopt(process, "echo"));
    }
}
