package dev.patchbay.shell.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShellOutputTest {

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CountDownLatch reads = new CountDownLatch(1);

    private final ShellOutput output = new ShellOutput(
            new ShellClient() {
                @Override
                public void output(String text, boolean error) {
                    try {
                        reads.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    received.add((error ? "E:" : "O:") + text);
                }

                @Override
                public void ended(int status) {
                    received.add("ended " + status);
                }
            },
            "output");

    @AfterEach
    void drop() throws InterruptedException {
        output.drop();
        output.awaitEnd(30_000);
    }

    private void print(boolean error, String text) throws IOException {
        output.stream(error).write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String next() throws InterruptedException {
        return received.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void bothStreamsArriveInTheOrderInWhichTheyWerePrintedAndTheEndIsLast() throws Exception {
        reads.countDown();
        output.start();

        print(false, "one ");
        print(true, "two ");
        print(false, "three");
        output.end(7);

        assertThat(next()).isEqualTo("O:one ");
        assertThat(next()).isEqualTo("E:two ");
        assertThat(next()).isEqualTo("O:three");
        assertThat(next()).isEqualTo("ended 7");
    }

    @Test
    void aCharacterWhoseBytesArePrintedApartIsWhole() throws Exception {
        reads.countDown();
        output.start();
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);

        output.stream(false).write(euro, 0, 2);
        output.stream(false).write(euro, 2, 1);

        assertThat(next()).isEqualTo("O:€");
    }

    @Test
    void aShellWaitsForASlowClientAndEndsWithIt() throws Exception {
        output.start();
        CompletableFuture<Void> printing = CompletableFuture.runAsync(() -> {
            try {
                print(false, "x".repeat(1_000_000));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        output.drop();

        assertThatThrownBy(() -> printing.get(30, TimeUnit.SECONDS)).hasMessageContaining("has gone");
        assertThat(received).isEmpty();
    }
}
