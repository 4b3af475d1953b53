package dev.patchbay.control.log;

import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The levels of loggers. All methods may be called from any thread. */
public interface LogLevels {

    /** Returns the levels of the log of this process. */
    static LogLevels ofThisProcess() {
        return of(LoggerFactory.getILoggerFactory());
    }

    /**
     * Returns the levels of a log.
     *
     * @param loggers what SLF4J uses
     * @return the levels; if it is not Logback, each call throws {@link UnsupportedOperationException} with a message for the
     *     operator
     */
    static LogLevels of(ILoggerFactory loggers) {
        try {
            return LogbackLevels.of(loggers);
        } catch (NoClassDefFoundError e) {
            return new NoLogLevels(loggers);
        }
    }

    /** Returns the levels of the loggers that have one of their own, sorted by logger. The root is {@code ROOT}. */
    Map<String, String> levels();

    /**
     * Gives a logger a level, until the process ends or the configuration of the log is read again.
     *
     * @param level the level; null for the one of the logger above
     * @throws IllegalArgumentException if there is no such level, or the root is to have none
     */
    void set(String logger, String level);
}
