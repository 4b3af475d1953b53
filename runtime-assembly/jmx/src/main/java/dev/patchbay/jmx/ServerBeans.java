package dev.patchbay.jmx;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beans of all servers. There is one for each server from its first event on until it has gone. All methods may be called from
 * any thread.
 */
final class ServerBeans implements ServerEvents, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerBeans.class);

    /** After its last event, a server is listed for a moment more. */
    private static final long MOMENT_MILLIS = 500;

    private final MBeanServer beans;
    private final ServerRuntime runtime;

    /** By the name of the server. Guarded by this. */
    private final Map<String, ObjectName> registered = new TreeMap<>();

    private boolean closed;

    ServerBeans(MBeanServer beans, ServerRuntime runtime) {
        this.beans = beans;
        this.runtime = runtime;
    }

    /** Registers the beans of servers that are new, and unregisters those of servers that have gone. */
    synchronized void look() {
        if (closed) {
            return;
        }
        Set<String> names = runtime.servers().stream().map(ServerSnapshot::name).collect(Collectors.toSet());
        for (Iterator<Map.Entry<String, ObjectName>> known =
                        registered.entrySet().iterator();
                known.hasNext(); ) {
            Map.Entry<String, ObjectName> bean = known.next();
            if (!names.contains(bean.getKey())) {
                unregister(bean.getValue());
                known.remove();
            }
        }
        names.stream().filter(name -> !registered.containsKey(name)).forEach(this::register);
    }

    private void register(String server) {
        try {
            // Names that are plain need no quotation marks.
            String value = server.matches("[A-Za-z0-9._-]+") ? server : ObjectName.quote(server);
            ObjectName name = new ObjectName("dev.patchbay:type=Server,name=" + value);
            beans.registerMBean(new StandardMBean(new ServerBean(runtime, server), ServerMXBean.class, true), name);
            registered.put(server, name);
        } catch (JMException e) {
            LOG.warn("server {} has no management bean: {}", server, e.toString());
        }
    }

    private void unregister(ObjectName name) {
        try {
            beans.unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("the bean {} has gone already", name, e);
        }
    }

    @Override
    public void serverStarted(String server, String address) {
        look();
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        look();
    }

    @Override
    public void serverStopped(String server, int finished, int forced, Duration took) {
        look();
        CompletableFuture.delayedExecutor(MOMENT_MILLIS, TimeUnit.MILLISECONDS).execute(this::look);
    }

    /** Unregisters all beans. */
    @Override
    public synchronized void close() {
        closed = true;
        registered.values().forEach(this::unregister);
        registered.clear();
    }
}
