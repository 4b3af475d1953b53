package dev.patchbay.handler.json.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberNamesTest {

    private final MemberNames names = new MemberNames();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 18, 63, 64, 65, 1000})
    void everyNameOfAnObjectIsFoundOnceItIsThere(int count) {
        names.begin();
        for (int i = 0; i < count; i++) {
            assertThat(names.add("name" + i)).isTrue();
        }
        for (int i = 0; i < count; i++) {
            assertThat(names.add(new String("name" + i))).isFalse();
        }
        names.end();
    }

    @Test
    void namesOfOneHashAreDifferentNames() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        names.begin();
        assertThat(names.add("Aa")).isTrue();
        assertThat(names.add("BB")).isTrue();
        assertThat(names.add("Aa")).isFalse();
    }

    @Test
    void anObjectWithinAnotherHasNamesOfItsOwn() {
        names.begin();
        assertThat(names.add("a")).isTrue();
        names.begin();
        assertThat(names.add("a")).isTrue();
        names.end();
        assertThat(names.add("a")).isFalse();
        assertThat(names.add("b")).isTrue();
    }

    /** Against a set for each object, with objects of all sizes within each other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void generatedObjectsHaveTheNamesThatSetsHave(long seed) {
        Random random = new Random(seed);
        Deque<Set<String>> model = new ArrayDeque<>();
        model.push(new HashSet<>());
        names.begin();
        for (int i = 0; i < 50_000; i++) {
            int choice = random.nextInt(30);
            if (choice == 0 && model.size() < 50) {
                model.push(new HashSet<>());
                names.begin();
            } else if (choice == 1 && model.size() > 1) {
                model.pop();
                names.end();
            } else {
                String name = Integer.toString(random.nextInt(1 << random.nextInt(12)));
                assertThat(names.add(name)).isEqualTo(model.peek().add(name));
            }
        }
    }
}
