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
 * The services that a server uses, some of which outlast its component: those that a drain needs.
 *
 * <p>Declarative Services unbinds everything as soon as a component is deactivated, and lets go of it, whereupon a handler
 * that is a component itself may be deactivated in the middle of a call. Therefore each service is taken once more before
 * that, and given back when the server has stopped. Meanwhile this does what Declarative Services did before: when such a
 * service is unregistered, it is released before the unregistration returns. So a handler's bundle can be stopped at any
 * time, and no call of the handler is running afterwards, whether its server runs or drains.
 */
final class LastingServices implements ServiceListener {

    private final BundleContext context;

    /** How each service is released: returns when it is not being called any more, and will not be. */
    private final Map<ServiceReference<?>, Runnable> releases = new ConcurrentHashMap<>();

    /** Those that were taken once more. */
    private final Set<ServiceReference<?>> lasting = ConcurrentHashMap.newKeySet();

    LastingServices(BundleContext context) {
        this.context = context;
    }

    /** A service is used from now on. */
    void add(ServiceReference<?> service, Runnable release) {
        releases.put(service, release);
    }

    /** A service is unbound: releases it, unless it lasts. */
    void remove(ServiceReference<?> service) {
        if (!lasting.contains(service)) {
            release(service);
        }
    }

    private void release(ServiceReference<?> service) {
        Runnable release = releases.remove(service);
        if (release != null) {
            release.run();
        }
    }

    /** Lets the services of this moment last, until they are unregistered or let go of. */
    void last() {
        context.addServiceListener(this);
        for (ServiceReference<?> service : releases.keySet()) {
            // Before it is taken: an unregistration in this moment finds it here.
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
            release(service);
            giveBack(service);
        }
    }

    /** The server has stopped: gives back what it used. */
    void letGo() {
        List<ServiceReference<?>> all = new ArrayList<>(lasting);
        try {
            context.removeServiceListener(this);
            all.forEach(this::giveBack);
        } catch (IllegalStateException theBundleHasStopped) {
            // And the framework has given everything back.
            lasting.clear();
        }
        releases.clear();
    }

    private void giveBack(ServiceReference<?> service) {
        if (lasting.remove(service)) {
            context.ungetService(service);
        }
    }
}
