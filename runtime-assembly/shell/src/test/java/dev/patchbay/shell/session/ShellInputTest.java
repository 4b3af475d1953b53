package dev.patchbay.shell.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShellInputTest {

    private final ShellInput input = new ShellInput();

    @Test
    void whatIsTypedIsReadInItsOrderUpToTheEnd() throws Exception {
        assertThat(input.add("one ".getBytes(StandardCharsets.UTF_8))).isTrue();
        input.add("two".getBytes(StandardCharsets.UTF_8));
        input.end();

        assertThat(input.available()).isEqualTo(7);
        assertThat(input.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("one two");
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.add(new byte[1])).isFalse();
    }

    @Test
    void whoTypesMoreThanFitsWaitsForTheReader() throws Exception {
        byte[] much = new byte[200_000];
        CompletableFuture<Boolean> typed = CompletableFuture.supplyAsync(() -> {
            try {
                return input.add(much);
            } catch (InterruptedException e) {
                return false;
            }
        });

        assertThat(input.readNBytes(much.length)).isEqualTo(much);
        assertThat(typed.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndReleasesWhoWaits() throws Exception {
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
            try {
                return input.read();
            } catch (IOException e) {
                return -2;
            }
        });

        input.end();

        assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
    }
}
