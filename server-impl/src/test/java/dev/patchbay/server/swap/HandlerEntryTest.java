package dev.patchbay.server.swap;

import static dev.patchbay.server.swap.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlerEntryTest {

    @Test
    void theHigherRankingComesFirstThenTheOlderService() {
        List<HandlerEntry> byAge = List.of(
                entry(1, 0),
                entry(2, 10),
                entry(3, -5),
                entry(4, 10),
                entry(5, Integer.MAX_VALUE),
                entry(6, Integer.MIN_VALUE));

        assertThat(byAge.stream().sorted()).extracting(HandlerEntry::id).containsExactly(5L, 2L, 4L, 1L, 3L, 6L);
    }

    @Test
    void entriesAreTheSameIfServiceAndPropertiesAre() {
        HandlerEntry entry = entry(1, "echo", 5, HandlerExecution.VIRTUAL);

        assertThat(entry)
                .isEqualTo(entry(1, "echo", 5, HandlerExecution.VIRTUAL))
                .hasSameHashCodeAs(entry(1, "echo", 5, HandlerExecution.VIRTUAL))
                .isNotEqualTo(entry(2, "echo", 5, HandlerExecution.VIRTUAL))
                .isNotEqualTo(entry(1, "other", 5, HandlerExecution.VIRTUAL))
                .isNotEqualTo(entry(1, "echo", 6, HandlerExecution.VIRTUAL))
                .isNotEqualTo(entry(1, "echo", 5, HandlerExecution.EVENT_LOOP))
                .isNotEqualTo(new HandlerEntry(1, "echo", 5, HandlerExecution.VIRTUAL, "test", (conn, in) -> {}));
    }

    @Test
    void anEntrySaysWhoItIs() {
        assertThat(entry(7, "echo", 0, HandlerExecution.VIRTUAL)).hasToString("echo (test, service 7)");
    }
}
