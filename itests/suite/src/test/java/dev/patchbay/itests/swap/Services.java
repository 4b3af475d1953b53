package dev.patchbay.itests.swap;

import dev.patchbay.itests.swap.ledger.Ledger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/** Records which handlers are registered, and how long each was last absent. */
final class Services implements AllServiceListener {

    private static final long PATIENCE_SECONDS = 60;

    private final Set<String> present = new HashSet<>();
    private final Map<String, Long> leftAt = new HashMap<>();
    private final Map<String, Long> awayNanos = new HashMap<>();

    Services(BundleContext context) throws InvalidSyntaxException {
        context.addServiceListener(this, "(objectClass=dev.patchbay.api.Handler)");
    }

    @Override
    public synchronized void serviceChanged(ServiceEvent event) {
        String name = String.valueOf(event.getServiceReference().getProperty("handler.name"));
        long now = System.nanoTime();
        Ledger.current().note("registry: " + describe(event));
        if (event.getType() == ServiceEvent.REGISTERED) {
            present.add(name);
            awayNanos.put(name, now - leftAt.getOrDefault(name, now));
        } else if (event.getType() == ServiceEvent.UNREGISTERING) {
            present.remove(name);
            leftAt.put(name, now);
        }
        notifyAll();
    }

    private static String describe(ServiceEvent event) {
        ServiceReference<?> handler = event.getServiceReference();
        String what = switch (event.getType()) {
            case ServiceEvent.REGISTERED -> "registered";
            case ServiceEvent.UNREGISTERING -> "unregistering";
            default -> "modified";
        };
        return handler.getProperty("handler.name") + " " + what + ", ranked "
                + handler.getProperty(Constants.SERVICE_RANKING);
    }

    /** Waits until a handler is registered, or is not. */
    synchronized void await(String name, boolean registered) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (present.contains(name) != registered) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("handler " + name + " is " + (registered ? "not" : "still")
                        + " registered after " + PATIENCE_SECONDS + " s; there are " + present);
            }
            wait(left);
        }
    }

    /** Returns how long the handler was not registered, the last time. */
    synchronized long awayNanos(String name) {
        return awayNanos.getOrDefault(name, 0L);
    }
}
