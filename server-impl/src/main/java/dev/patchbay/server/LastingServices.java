package dev.patchbay.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * The services that a server uses. Those that a drain needs last longer than the component of the server. All methods may be called
 * from any thread.
 *
 * <p>When a component is deactivated, Declarative Services unbinds and ungets all its services. A handler that is itself a component
 * may then be deactivated in the middle of a call. To prevent that, {@link #last} gets each service once more, and {@link #release}
 * ungets them when the server has stopped. In between, this class takes over from Declarative Services: when such a service is
 * unregistered, it is released before the unregistration returns. A handler's bundle can therefore be stopped at any time, and no
 * call of the handler is running afterwards, whether its server is running or draining.
 */
final class LastingServices implements ServiceListener {

    private final BundleContext context;

    /** The action that releases each service. It returns when no call into the service is running and none will be made. */
    private final Map<ServiceReference<?>, Runnable> releases = new ConcurrentHashMap<>();

    /** The services that were gotten once more. */
    private final Set<ServiceReference<?>> lasting = ConcurrentHashMap.newKeySet();

    LastingServices(BundleContext context) {
        this.context = context;
    }

    /** Records a service that is used from now on. */
    void add(ServiceReference<?> service, Runnable release) {
        releases.put(service, release);
    }

    /** Releases a service that is unbound, unless it lasts. */
    void remove(ServiceReference<?> service) {
        if (!lasting.contains(service)) {
            releaseOne(service);
        }
    }

    private void releaseOne(ServiceReference<?> service) {
        Runnable release = releases.remove(service);
        if (release != null) {
            release.run();
        }
    }

    /** Makes the current services last until they are unregistered, or until {@link #release}. */
    void last() {
        context.addServiceListener(this);
        for (ServiceReference<?> service : releases.keySet()) {
            // Before the service is gotten, so that an unregistration at this moment finds it here.
            lasting.add(service);
            if (context.getService(service) == null) {
                lasting.remove(service);
            }
        }
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        ServiceReference<?> service = event.getServiceReference();
        if (event.getType() == ServiceEvent.UNREGISTERING && lasting.contains(service)) {
            releaseOne(service);
            unget(service);
        }
    }

    /** Ungets all services, when the server has stopped. */
    void release() {
        List<ServiceReference<?>> all = new ArrayList<>(lasting);
        try {
            context.removeServiceListener(this);
            all.forEach(this::unget);
        } catch (IllegalStateException theBundleHasStopped) {
            // The framework has ungotten everything already.
            lasting.clear();
        }
        releases.clear();
    }

    private void unget(ServiceReference<?> service) {
        if (lasting.remove(service)) {
            context.ungetService(service);
        }
    }
}
