package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLoggerFactory;

class LogFilesTest {

    @TempDir
    private Path directory;

    private final LoggerContext context = new LoggerContext();
    private Path file;
    private Logger logger;

    @BeforeEach
    void logToAFile() {
        file = directory.resolve("patchbay.log");
        context.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName("FILE");
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger("ROOT").addAppender(appender);
        context.getLogger("other").addAppender(appender);
        logger = context.getLogger("test");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void afterAMoveEntriesGoToANewFile() throws IOException {
        logger.info("before");
        Path moved = Files.move(file, directory.resolve("patchbay.log.1"));
        logger.info("meanwhile");

        new LogFiles(context).reopen();
        logger.info("after");

        assertThat(moved).hasContent("before\nmeanwhile\n");
        assertThat(file).hasContent("after\n");
    }

    @Test
    void aFileThatIsStillThereIsContinued() throws IOException {
        logger.info("before");
        new LogFiles(context).reopen();
        logger.info("after");

        assertThat(file).hasContent("before\nafter\n");
    }

    @Test
    void aFileThatCannotBeOpenedIsNoFailure() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);

        assertThatCode(() -> new LogFiles(context).reopen()).doesNotThrowAnyException();
    }

    @Test
    void anotherLogHasNoFiles() {
        assertThatCode(() -> new LogFiles(new NOPLoggerFactory()).reopen()).doesNotThrowAnyException();
    }
}
