package dev.patchbay.handler.json.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.jackson.Jackson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PublishedServiceTest {

    private final PublishedService service = new PublishedService(this, Jackson.newMapper());

    @Test
    void nobodyEntersAServiceThatWasRetired() {
        assertThat(service.beginCall()).isTrue();
        service.retire();
        assertThat(service.beginCall()).isFalse();
    }

    @Test
    void aServiceIsVacatedWhenItsLastCallHasLeft() throws Exception {
        service.beginCall();
        service.beginCall();
        service.retire();
        service.endCall();
        assertThat(service.awaitIdle(Duration.ZERO)).isFalse();
        CompletableFuture<Boolean> idle =
                CompletableFuture.supplyAsync(() -> service.awaitIdle(Duration.ofSeconds(30)));
        service.endCall();
        assertThat(idle.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServiceWithoutCallsIsVacatedAtOnce() {
        service.retire();
        assertThat(service.awaitIdle(Duration.ZERO)).isTrue();
    }
}
