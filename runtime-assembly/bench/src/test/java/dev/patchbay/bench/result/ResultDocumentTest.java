package dev.patchbay.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Results in files, and what else files may have. */
class ResultDocumentTest {

    @Test
    void aResultIsReadAsItWasWritten() {
        Result result = Results.of("echo", 12.5, 100, new Own(2, 0.5, -1, 1, 2, 3, 4), Map.of("refused", 7L));

        assertThat(ResultDocument.read(ResultDocument.of(result))).isEqualTo(result);
    }

    @Test
    void whatIsNoResultIsRefusedInWords() {
        assertThatThrownBy(() -> ResultDocument.read(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the document is no JSON object");
        assertThatThrownBy(() -> ResultDocument.read(Map.of("a", 1)))
                .hasMessageContaining("no result of 'patchbay bench --json'");
        for (String member : List.of("settings", "seconds", "latencyMicros", "samples", "errors", "bench", "started")) {
            Map<String, Object> document = new HashMap<>(ResultDocument.of(Results.of("echo", 1)));
            document.put(member, true);

            assertThatThrownBy(() -> ResultDocument.read(document))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("its member " + member + " is no ");
        }
    }
}
