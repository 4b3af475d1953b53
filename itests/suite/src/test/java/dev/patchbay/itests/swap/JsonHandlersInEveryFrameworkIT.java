package dev.patchbay.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.RpcLines;
import dev.patchbay.itests.swap.ledger.Ledger;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** JSON-RPC handlers by Configuration Admin, in the frameworks on which Patchbay is tested. */
@Timeout(120)
class JsonHandlersInEveryFrameworkIT {

    private static final String PID = "dev.patchbay.handler.json";

    private static void update(ProbeFramework framework, Configuration configuration, String key, String value)
            throws Exception {
        configuration.update(new Hashtable<>(Map.of(key, value)));
        framework.settle();
    }

    private static Bundle bundle(BundleContext context, String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("there is no bundle " + name);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void configurationsMakeHandlersAndOutliveAnUpdateOfTheBundleAndOfConfigurationAdmin(
            boolean equinox, @TempDir Path folder) throws Exception {
        Ledger.begin();
        try (ProbeFramework framework =
                ProbeFramework.start(equinox ? Frameworks.equinox() : Frameworks.felix(), folder)) {
            BundleContext context = framework.context();
            ConfigurationAdmin admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
            framework.startServer("json", "(handler.name=json)");
            framework.startServer("few", "(handler.name=few)");
            Configuration few = admin.getFactoryConfiguration(PID, "few", "?");
            update(framework, few, "methods.target", "(jsonrpc.scope=example)");
            // As File Install in Karaf makes it of a file with a tilde in its name.
            Configuration misplaced = admin.getConfiguration(PID + "~tilde", "?");
            update(framework, misplaced, "methods.target", "(jsonrpc.scope=nothing)");
            framework.startServer("tilde", "(handler.name=tilde)");
            try (RpcLines json = new RpcLines(framework.socket("json"));
                    RpcLines narrow = new RpcLines(framework.socket("few"));
                    RpcLines none = new RpcLines(framework.socket("tilde"))) {
                assertThat(json.call("echo", "[1]", 1)).contains("\"result\":[1]");
                assertThat(narrow.call("echo", "[1]", 1)).contains("-32601");
                assertThat(narrow.call("example.countdown", "[-1]", 1)).contains("1001");
                assertThat(none.call("echo", "[1]", 1)).contains("-32601");
                update(framework, few, "methods.target", "(jsonrpc.function=echo)");
                assertThat(narrow.call("echo", "[1]", 1)).contains("\"result\":[1]");

                bundle(context, PID).stop();
                bundle(context, PID).start();
                assertThat(narrow.call("echo", "[2]", 2)).contains("\"result\":[2]");
                assertThat(narrow.call("example.countdown", "[-1]", 2)).contains("-32601");
                assertThat(json.call("echo", "[2]", 2)).contains("\"result\":[2]");
                bundle(context, "org.apache.felix.configadmin").stop();
                assertThat(narrow.call("echo", "[3]", 3)).contains("\"result\":[3]");
                assertThat(none.call("echo", "[3]", 3)).contains("-32601");
                bundle(context, "org.apache.felix.configadmin").start();
                assertThat(narrow.call("echo", "[4]", 4)).contains("\"result\":[4]");
                assertThat(narrow.call("example.countdown", "[-1]", 4)).contains("-32601");
                assertThat(none.call("echo", "[4]", 4)).contains("-32601");
            }
        }
    }
}
