package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counts of users are those of a map, however they come and go. */
class UserCountsTest {

    @Test
    void countsAreThoseOfAMap() {
        UserCounts counts = new UserCounts();
        Map<Long, Integer> expected = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long uid = random.nextInt(40) + (random.nextBoolean() ? 1L << 31 : 0);
            if (random.nextBoolean()) {
                assertThat(counts.add(uid)).isEqualTo(expected.merge(uid, 1, Integer::sum));
            } else {
                counts.remove(uid);
                expected.computeIfPresent(uid, (key, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    @Test
    void userWhoHasNoneIsNotCountedBelowZero() {
        UserCounts counts = new UserCounts();
        counts.remove(7);
        assertThat(counts.add(7)).isEqualTo(1);
    }
}
