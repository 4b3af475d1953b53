package dev.patchbay.itests.framework;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Collects the entries of one logger of the framework until this is closed. */
final class LogLines implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Logger logger;
    private final Level level;
    private final Appender appender = new Appender();

    /** Notifies those who wait of each entry. */
    private static final class Appender extends ListAppender<ILoggingEvent> {
        @Override
        protected synchronized void append(ILoggingEvent event) {
            super.append(event);
            notifyAll();
        }
    }

    /** Collects the entries that the log of the tests prints. */
    LogLines(String name) {
        this(name, null);
    }

    /** Collects the entries from a level on. */
    LogLines(String name, Level from) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender.setContext(logger.getLoggerContext());
        appender.start();
        level = logger.getLevel();
        logger.setLevel(from);
        logger.addAppender(appender);
    }

    /** Returns the messages that have all of these words. */
    List<String> with(String... words) {
        synchronized (appender) {
            return appender.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(message -> List.of(words).stream().allMatch(message::contains))
                    .toList();
        }
    }

    /** Waits until there are so many messages that have all of these words. */
    void await(int count, String... words) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (appender) {
            while (with(words).size() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("not " + count + " messages with " + List.of(words) + ", but " + with());
                }
                appender.wait(left);
            }
        }
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(level);
    }
}
