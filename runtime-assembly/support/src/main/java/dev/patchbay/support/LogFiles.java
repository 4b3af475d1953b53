package dev.patchbay.support;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The files that the log is written to. They are opened again on request, because logrotate(8) and people move and
 * delete them. No entry is lost meanwhile.
 */
final class LogFiles {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(LogFiles.class);

    private final ILoggerFactory loggers;

    /** Creates the files of a log. If that is not Logback, there are none. */
    LogFiles(ILoggerFactory loggers) {
        this.loggers = loggers;
    }

    /** Opens all files again, or creates those that have gone. A file that cannot be opened is reported in the log. */
    void reopen() {
        for (FileAppender<?> file : files()) {
            try {
                file.openFile(file.getFile());
                log.info("the log file {} was opened again", file.getFile());
            } catch (IOException e) {
                log.error("the log file {} cannot be opened again: {}", file.getFile(), e.toString());
            }
        }
    }

    private List<FileAppender<?>> files() {
        List<FileAppender<?>> files = new ArrayList<>();
        if (loggers instanceof LoggerContext context) {
            for (Logger logger : context.getLoggerList()) {
                Iterator<Appender<ILoggingEvent>> appenders = logger.iteratorForAppenders();
                while (appenders.hasNext()) {
                    if (appenders.next() instanceof FileAppender<?> file && !files.contains(file)) {
                        files.add(file);
                    }
                }
            }
        }
        return files;
    }
}
