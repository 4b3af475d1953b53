package dev.patchbay.handler.json.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.wire.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MethodServiceTest {

    private final MethodService service = new MethodService(this, Json.mapper());

    @Test
    void nobodyEntersAServiceThatWasRetired() {
        assertThat(service.enter()).isTrue();
        service.retire();
        assertThat(service.enter()).isFalse();
    }

    @Test
    void aServiceIsVacatedWhenItsLastCallHasLeft() throws Exception {
        service.enter();
        service.enter();
        service.retire();
        service.leave();
        assertThat(service.awaitVacated(Duration.ZERO)).isFalse();
        CompletableFuture<Boolean> vacated =
                CompletableFuture.supplyAsync(() -> service.awaitVacated(Duration.ofSeconds(30)));
        service.leave();
        assertThat(vacated.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServiceWithoutCallsIsVacatedAtOnce() {
        service.retire();
        assertThat(service.awaitVacated(Duration.ZERO)).isTrue();
    }
}
