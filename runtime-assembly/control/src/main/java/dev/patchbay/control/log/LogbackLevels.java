package dev.patchbay.control.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.ILoggerFactory;

/** The levels of Logback. */
final class LogbackLevels implements LogLevels {

    private static final String LEVELS = "TRACE, DEBUG, INFO, WARN, ERROR, OFF";

    private final LoggerContext context;

    private LogbackLevels(LoggerContext context) {
        this.context = context;
    }

    static LogLevels of(ILoggerFactory loggers) {
        return loggers instanceof LoggerContext context ? new LogbackLevels(context) : new NoLogLevels(loggers);
    }

    @Override
    public Map<String, String> levels() {
        Map<String, String> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger.getName(), logger.getLevel().toString());
            }
        }
        return levels;
    }

    @Override
    public void set(String logger, String level) {
        boolean isRoot = logger.equalsIgnoreCase(Logger.ROOT_LOGGER_NAME);
        if (logger.isBlank()) {
            throw new IllegalArgumentException("no logger is named; write the name of a class or package, or ROOT");
        }
        if (level == null && isRoot) {
            throw new IllegalArgumentException("the root has no logger above; write one of " + LEVELS);
        }
        context.getLogger(isRoot ? Logger.ROOT_LOGGER_NAME : logger).setLevel(level == null ? null : parse(level));
    }

    private static Level parse(String text) {
        Level level = Level.toLevel(text.strip().toUpperCase(Locale.ROOT), null);
        if (level == null) {
            throw new IllegalArgumentException(text + " is not a level; write one of " + LEVELS);
        }
        return level;
    }
}
