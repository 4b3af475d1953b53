package dev.patchbay.support;

import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Copies the entries of the OSGi log service to SLF4J. The log service also creates entries for the events of the
 * framework, of bundles and of services. So the log shows bundles that do not start and components that are not
 * activated.
 */
final class LogBridge extends ServiceTracker<LogReaderService, LogReaderService> implements LogListener {

    /**
     * The logger names that the log service uses if a bundle gives none. They are replaced by the name of the bundle.
     */
    private static final Pattern NAMELESS = Pattern.compile("ROOT|LogService(\\..*)?");

    LogBridge(BundleContext context) {
        super(context, LogReaderService.class, null);
    }

    @Override
    public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
        LogReaderService reader = super.addingService(reference);
        reader.addLogListener(this);
        return reader;
    }

    @Override
    public void removedService(ServiceReference<LogReaderService> reference, LogReaderService reader) {
        reader.removeLogListener(this);
        super.removedService(reference, reader);
    }

    /** Logs an entry. The log service calls this on a thread of its own, for one entry at a time. */
    @Override
    public void logged(LogEntry entry) {
        Logger logger = LoggerFactory.getLogger(name(entry));
        logger.atLevel(level(entry)).setCause(entry.getException()).log(entry.getMessage());
    }

    private static String name(LogEntry entry) {
        String name = entry.getLoggerName();
        return NAMELESS.matcher(name).matches() && entry.getBundle() != null
                ? entry.getBundle().getSymbolicName()
                : name;
    }

    private static Level level(LogEntry entry) {
        return switch (entry.getLogLevel()) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case AUDIT, INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
