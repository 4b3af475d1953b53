package dev.patchbay.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsoleOutputTest {

    private static final int MUCH = 4 << 20;
    private static final long LONG_MILLIS = 30_000;

    /** A reader that reads only what it is permitted to. */
    private static final class Reader extends OutputStream {

        private final Semaphore permits = new Semaphore(0);
        private final CountDownLatch asked = new CountDownLatch(1);
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        @Override
        public void write(int single) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            asked.countDown();
            permits.acquireUninterruptibly();
            synchronized (read) {
                read.write(bytes, offset, length);
            }
        }

        String text() {
            synchronized (read) {
                return read.toString(UTF_8);
            }
        }
    }

    @Test
    void bytesArriveInOrder() throws InterruptedException {
        Reader reader = new Reader();
        reader.permits.release(Integer.MAX_VALUE / 2);
        ConsoleOutput output = ConsoleOutput.to(reader, "test");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            output.write((i + "\n").getBytes(UTF_8), 0, (i + "\n").length());
            expected.append(i).append('\n');
        }

        output.await(LONG_MILLIS);

        assertThat(reader.text()).isEqualTo(expected.toString());
    }

    @Test
    void nobodyWaitsForAReaderThatDoesNotRead() throws InterruptedException {
        Reader reader = new Reader();
        ConsoleOutput output = ConsoleOutput.to(reader, "test");
        byte[] line = "x".repeat(1023).concat("\n").getBytes(UTF_8);

        for (int written = 0; written < MUCH; written += line.length) {
            output.write(line, 0, line.length);
        }
        output.await(1);

        // This thread has come here; the first bytes are still on their way.
        reader.asked.await();
        assertThat(reader.text()).isEmpty();
    }

    @Test
    void whatWasDroppedIsCountedWhenTheReaderReadsAgain() throws InterruptedException {
        Reader reader = new Reader();
        ConsoleOutput output = ConsoleOutput.to(reader, "test");
        byte[] line = "x".repeat(1023).concat("\n").getBytes(UTF_8);
        for (int written = 0; written < MUCH; written += line.length) {
            output.write(line, 0, line.length);
        }

        reader.permits.release(Integer.MAX_VALUE / 2);
        output.await(LONG_MILLIS);

        String note = reader.text()
                .lines()
                .filter(text -> text.startsWith("patchbay: "))
                .reduce("", String::concat);
        long kept = reader.text().chars().filter(letter -> letter == 'x').count() * line.length / (line.length - 1);
        assertThat(note)
                .isEqualTo(
                        "patchbay: " + (MUCH - kept) + " bytes of output were dropped here, because nobody read them");
    }

    @Test
    void aTargetThatFailsIsTriedAgain() throws InterruptedException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        CountDownLatch failed = new CountDownLatch(1);
        ConsoleOutput output = ConsoleOutput.to(
                new OutputStream() {
                    @Override
                    public void write(int single) throws IOException {
                        if (failed.getCount() > 0) {
                            failed.countDown();
                            throw new IOException("Input/output error");
                        }
                        read.write(single);
                    }
                },
                "test");
        PrintStream printer = output.printer("stderr");
        printer.print("lost");
        failed.await();
        output.await(LONG_MILLIS);
        printer.print("kept");
        output.await(LONG_MILLIS);

        assertThat(read.toString(UTF_8)).startsWith("kept").contains("4 bytes of output were dropped");
        assertThat(printer.checkError()).isFalse();
    }
}
