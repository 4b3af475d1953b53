package dev.patchbay.support;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.LongSupplier;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the log bridge and the ready tracker, and says in the log what runs where. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {

    private static final Logger log = LoggerFactory.getLogger(Activator.class);

    private LogBridge bridge;
    private ReadyTracker tracker;

    /** For the framework. */
    public Activator() {}

    @Override
    public void start(BundleContext context) throws InvalidSyntaxException {
        log.info(
                "Patchbay {}, home {}, on Java {} of {} in {}, process {}",
                context.getBundle().getVersion(),
                context.getProperty("patchbay.home"),
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"),
                ProcessHandle.current().pid());
        bridge = new LogBridge(context);
        bridge.open();
        tracker = new ReadyTracker(context);
        tracker.open();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("patchbay.drain.millis", Boolean.TRUE);
        context.registerService(LongSupplier.class, tracker::longestDrainMillis, properties);
    }

    @Override
    public void stop(BundleContext context) {
        tracker.close();
        bridge.close();
        log.info("Patchbay has stopped");
    }
}
