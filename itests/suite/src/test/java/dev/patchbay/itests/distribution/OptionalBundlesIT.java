package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.VirtualMachine;
import dev.patchbay.itests.client.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bundles in {@code lib/optional}, after an operator has copied them to {@code plugins/}. */
@Timeout(180)
class OptionalBundlesIT {

    private HomeFolder home;
    private CommandLine commands;
    private Patchbay patchbay;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        home = new HomeFolder(directory.toRealPath());
        home.configure("echo", "socket.path = ${patchbay.home}/run/echo.sock", "handler.target = (handler.name=echo)");
        for (String file : List.of("dev.patchbay.server~control.cfg", "dev.patchbay.handler.json~control.cfg")) {
            Files.copy(
                    Patchbay.distribution().resolve("conf").resolve(file),
                    home.conf().resolve(file));
        }
        commands = new CommandLine(home.directory());
        patchbay = Patchbay.start(home.directory());
    }

    @AfterEach
    void stop() {
        patchbay.close();
    }

    private void add(Path folder, String beginning) throws Exception {
        try (Stream<Path> jars = Files.list(folder)) {
            Path jar = jars.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .findFirst()
                    .orElseThrow();
            Files.copy(jar, home.plugins().resolve(jar.getFileName()));
        }
    }

    private static Path optional() {
        return Patchbay.distribution().resolve("lib/optional");
    }

    @Test
    void eachServerHasABean() throws Exception {
        add(optional(), "patchbay-jmx-");
        // A process that is busy may need longer than ten seconds.
        System.setProperty("sun.tools.attach.attachTimeout", "60000");
        VirtualMachine machine = VirtualMachine.attach(Long.toString(patchbay.pid()));
        String address = machine.startLocalManagementAgent();
        machine.detach();
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
                Client client = Client.connect(home.socket("echo"))) {
            assertThat(client.echo("hello")).isEqualTo("hello");
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName echo = new ObjectName("dev.patchbay:type=Server,name=echo");
            while (!beans.isRegistered(echo)) {
                assertThat(patchbay.isAlive()).isTrue();
            }

            assertThat(beans.getAttribute(echo, "State")).isEqualTo("RUNNING");
            assertThat(beans.getAttribute(echo, "Connections")).isEqualTo(1);
            assertThat(beans.getAttribute(echo, "BytesIn")).isEqualTo(5L);
            assertThat(beans.getAttribute(echo, "Handler")).isEqualTo("echo");
            assertThat(beans.invoke(echo, "drain", new Object[] {"0s"}, new String[] {String.class.getName()}))
                    .isEqualTo("0 finished, 1 ended");
            assertThat(beans.getAttribute(echo, "State")).isEqualTo("STOPPED");
            beans.invoke(echo, "start", new Object[0], new String[0]);
            assertThat(beans.getAttribute(echo, "State")).isEqualTo("RUNNING");
            beans.invoke(echo, "chooseHandler", new Object[] {"echo"}, new String[] {String.class.getName()});
            assertThatThrownBy(() -> beans.invoke(
                            echo, "chooseHandler", new Object[] {"none"}, new String[] {String.class.getName()}))
                    .rootCause()
                    .hasMessageContaining("server echo has no handler none; it has echo (");

            home.remove("echo");
            while (beans.isRegistered(echo)) {
                assertThat(patchbay.isAlive()).isTrue();
            }
        }
    }

    @Test
    void felixHealthChecksSaysWhetherEveryServerServes() throws Exception {
        Path bundles = Path.of(System.getProperty("patchbay.healthcheck"));
        for (String bundle : List.of(
                "jakarta.servlet-api",
                "org.osgi.service.event",
                "org.osgi.service.servlet",
                "org.apache.felix.healthcheck.api",
                "org.apache.felix.healthcheck.core")) {
            add(bundles, bundle);
        }
        add(optional(), "patchbay-healthcheck-");

        assertThat(awaitCheck("Patchbay OK")).contains("Patchbay alive OK");

        home.configure("lost", "socket.path = ${patchbay.home}/run/lost.sock", "handler.target = (handler.name=none)");
        assertThat(awaitCheck("Patchbay TEMPORARILY_UNAVAILABLE"))
                .contains("server lost has no handler", "matches none of");

        home.remove("lost");
        awaitCheck("Patchbay OK");
    }

    /** Runs the checks until their result has these words, and returns it. */
    private String awaitCheck(String words) throws Exception {
        String result;
        do {
            assertThat(patchbay.isAlive()).isTrue();
            result = commands.run("shell", "-c", "hc:exec -v patchbay")
                    .out()
                    .replaceAll("\u001b\\[[0-9;]*m|[ \\t]+", " ");
        } while (!result.contains(words));
        return result;
    }
}
