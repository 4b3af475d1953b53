package dev.patchbay.itests.framework;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.itests.client.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The base class of tests inside Felix, with the bundles of the distribution. Each test class has its own framework.
 * After each test, the servers, handlers and clients that it has created are removed.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class FrameworkTest {

    /** The best poller of this Java. */
    static final String POLLER = Runtime.version().feature() >= 25 ? "epoll" : "portable";

    /** Bounds every wait of a test; it interrupts. */
    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Inject
    BundleContext context;

    @Inject
    ConfigurationAdmin configurationAdmin;

    @Inject
    ServerRuntime runtime;

    final RecordedEvents events = new RecordedEvents();
    Configurations configurations;

    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    @Configuration
    public static Option[] framework() {
        return AssembledBundles.options();
    }

    @Before
    public final void listen() {
        services.add(context.registerService(ServerEvents.class, events, null));
        configurations = new Configurations(context, configurationAdmin);
    }

    @After
    public final void takeEverythingAway() throws Exception {
        for (Client client : clients) {
            client.close();
        }
        configurations.close();
        services.forEach(ServiceRegistration::unregister);
    }

    /** Returns the path of a server's socket. */
    final Path socket(String name) {
        return folder.getRoot().toPath().resolve(name + ".sock");
    }

    /** Configures a server, at the path that has its name, and returns when it accepts connections. */
    final void start(String server, String... keysAndValues) throws IOException, InterruptedException {
        configure(server, keysAndValues);
        events.await(Event.Started.class, server);
    }

    /** Configures a server, at the path that has its name unless another is given. */
    final void configure(String server, String... keysAndValues) throws IOException, InterruptedException {
        Map<String, String> values = new TreeMap<>();
        values.put("socket.path", socket(server).toString());
        values.put("handler.target", "(handler.name=echo)");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        configurations.put(server, values);
    }

    /** Connects to the server's own path. */
    final Client connect(String server) throws IOException {
        return connect(socket(server));
    }

    final Client connect(Path socket) throws IOException {
        Client client = Client.connect(socket);
        clients.add(client);
        return client;
    }

    final ServerSnapshot snapshot(String server) {
        return runtime.server(server).orElseThrow();
    }

    /** Registers a handler. */
    final ServiceRegistration<Handler> register(String name, HandlerExecution execution, int ranking, Handler handler) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HandlerProperties.NAME, name);
        properties.put(HandlerProperties.EXECUTION, execution.name());
        properties.put(Constants.SERVICE_RANKING, ranking);
        ServiceRegistration<Handler> registration = context.registerService(Handler.class, handler, properties);
        services.add(registration);
        return registration;
    }

    /** Unregisters a handler; returns when no server calls it any more. */
    final void unregister(ServiceRegistration<Handler> handler) {
        services.remove(handler);
        handler.unregister();
    }
}
