package dev.patchbay.handler.json.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MarkerIgnoringBase;
import org.slf4j.helpers.MessageFormatter;

/** The log of the tests: it keeps what is written, as text with the stack traces, for the test that looks. */
public final class CapturedLog extends MarkerIgnoringBase {

    private static final long serialVersionUID = 1L;

    private static final Queue<Entry> ENTRIES = new ConcurrentLinkedQueue<>();

    /** One entry; the trace is empty without an exception. */
    public record Entry(String level, String message, String trace) {}

    private CapturedLog(String name) {
        this.name = name;
    }

    public static Logger logger(String name) {
        return new CapturedLog(name);
    }

    public static void clear() {
        ENTRIES.clear();
    }

    /** Returns the entries of a level since the last {@link #clear}. */
    public static List<Entry> entries(String level) {
        return ENTRIES.stream().filter(entry -> entry.level().equals(level)).toList();
    }

    private void log(String level, FormattingTuple tuple) {
        if (!name.startsWith("dev.patchbay.handler.json")) {
            return;
        }
        StringWriter trace = new StringWriter();
        if (tuple.getThrowable() != null) {
            tuple.getThrowable().printStackTrace(new PrintWriter(trace, true));
        }
        ENTRIES.add(new Entry(level, tuple.getMessage(), trace.toString()));
        while (ENTRIES.size() > 1_000) {
            ENTRIES.poll();
        }
    }

    private void log(String level, String format, Object... arguments) {
        log(level, MessageFormatter.arrayFormat(format, new ArrayList<>(List.of(arguments)).toArray()));
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String message) {}

    @Override
    public void trace(String format, Object argument) {}

    @Override
    public void trace(String format, Object first, Object second) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public void trace(String message, Throwable thrown) {}

    @Override
    public boolean isDebugEnabled() {
        return true;
    }

    @Override
    public void debug(String message) {
        log("DEBUG", message);
    }

    @Override
    public void debug(String format, Object argument) {
        log("DEBUG", format, argument);
    }

    @Override
    public void debug(String format, Object first, Object second) {
        log("DEBUG", format, first, second);
    }

    @Override
    public void debug(String format, Object... arguments) {
        log("DEBUG", format, arguments);
    }

    @Override
    public void debug(String message, Throwable thrown) {
        log("DEBUG", new FormattingTuple(message, null, thrown));
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public void info(String message) {
        log("INFO", message);
    }

    @Override
    public void info(String format, Object argument) {
        log("INFO", format, argument);
    }

    @Override
    public void info(String format, Object first, Object second) {
        log("INFO", format, first, second);
    }

    @Override
    public void info(String format, Object... arguments) {
        log("INFO", format, arguments);
    }

    @Override
    public void info(String message, Throwable thrown) {
        log("INFO", new FormattingTuple(message, null, thrown));
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(String message) {
        log("WARN", message);
    }

    @Override
    public void warn(String format, Object argument) {
        log("WARN", format, argument);
    }

    @Override
    public void warn(String format, Object first, Object second) {
        log("WARN", format, first, second);
    }

    @Override
    public void warn(String format, Object... arguments) {
        log("WARN", format, arguments);
    }

    @Override
    public void warn(String message, Throwable thrown) {
        log("WARN", new FormattingTuple(message, null, thrown));
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(String message) {
        log("ERROR", message);
    }

    @Override
    public void error(String format, Object argument) {
        log("ERROR", format, argument);
    }

    @Override
    public void error(String format, Object first, Object second) {
        log("ERROR", format, first, second);
    }

    @Override
    public void error(String format, Object... arguments) {
        log("ERROR", format, arguments);
    }

    @Override
    public void error(String message, Throwable thrown) {
        log("ERROR", new FormattingTuple(message, null, thrown));
    }
}
