package dev.patchbay.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.MXBean;
import javax.management.ObjectName;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.security.auth.Subject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls through a connector that authenticates its clients. */
@Timeout(60)
class JmxCallerTest {

    /** Has an operation that says who has called it. */
    @MXBean
    public interface Asked {

        /** Says who has called. */
        String who();
    }

    /** Principals of the kind that Karaf has for the roles of a user. */
    private record RolePrincipal(String getName) implements Principal {}

    @BeforeAll
    static void stayOnThisMachine() {
        System.setProperty(
                "java.rmi.server.hostname", InetAddress.getLoopbackAddress().getHostAddress());
    }

    /** Returns what the operation says to a client with these principals; an empty set for none. */
    private static String who(Principal... principals) throws Exception {
        MBeanServer beans = MBeanServerFactory.newMBeanServer();
        ObjectName name = new ObjectName("dev.patchbay:type=Asked");
        beans.registerMBean((Asked) JmxCaller::words, name);
        JMXAuthenticator everybody = credentials -> new Subject(true, Set.of(principals), Set.of(), Set.of());
        JMXConnectorServer connector = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "127.0.0.1", 0),
                principals.length == 0 ? Map.of() : Map.of(JMXConnectorServer.AUTHENTICATOR, everybody),
                beans);
        connector.start();
        try (JMXConnector client = JMXConnectorFactory.connect(connector.getAddress())) {
            return (String) client.getMBeanServerConnection().invoke(name, "who", null, null);
        } finally {
            connector.stop();
        }
    }

    @Test
    void theUserThatTheConnectorHasAuthenticatedIsNamed() throws Exception {
        assertThat(who(new JMXPrincipal("ops"), new RolePrincipal("admin"))).isEqualTo("JMX user ops");
    }

    @Test
    void nobodyIsNamedWithoutAuthentication() throws Exception {
        assertThat(who()).isEqualTo("JMX");
        assertThat(JmxCaller.words()).isEqualTo("JMX");
    }

    @Test
    void nameOfAUserCannotForgeALineOfTheLog() throws Exception {
        assertThat(who(new JMXPrincipal("ops\nserver echo drained"))).isEqualTo("JMX user ops?server echo drained");
    }
}
