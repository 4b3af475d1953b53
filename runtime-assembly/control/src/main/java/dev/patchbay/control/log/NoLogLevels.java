package dev.patchbay.control.log;

import java.util.Map;
import org.slf4j.ILoggerFactory;

/** A log that is not Logback. */
final class NoLogLevels implements LogLevels {

    private final String log;

    NoLogLevels(ILoggerFactory loggers) {
        log = loggers.getClass().getName();
    }

    @Override
    public Map<String, String> levels() {
        throw unsupported();
    }

    @Override
    public void set(String logger, String level) {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("the log of this process is not Logback but " + log
                + ", whose levels cannot be changed from here; use its own configuration");
    }
}
