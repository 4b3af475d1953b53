package dev.patchbay.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sizes and durations as people read them. */
class QuantityTest {

    @Test
    void sizesHaveTheUnitThatLeavesUpToThreeDigits() {
        assertThat(Quantity.size(0)).isEqualTo("0 B");
        assertThat(Quantity.size(1023)).isEqualTo("1023 B");
        assertThat(Quantity.size(1024)).isEqualTo("1.0 KiB");
        assertThat(Quantity.size(1048575)).isEqualTo("1.0 MiB");
        assertThat(Quantity.size(1_500_000_000L)).isEqualTo("1.4 GiB");
        assertThat(Quantity.size(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
        assertThat(Quantity.size(null)).isEmpty();
    }

    @Test
    void timesHaveTheirTwoLargestUnits() {
        assertThat(Quantity.time(0)).isEqualTo("0ms");
        assertThat(Quantity.time(999)).isEqualTo("999ms");
        assertThat(Quantity.time(4_250)).isEqualTo("4.2s");
        assertThat(Quantity.time(59_999)).isEqualTo("59.9s");
        assertThat(Quantity.time(60_000)).isEqualTo("1m00s");
        assertThat(Quantity.time(7_380_000)).isEqualTo("2h03m");
        assertThat(Quantity.time(439_200_000)).isEqualTo("5d02h");
        assertThat(Quantity.time(-5)).isEqualTo("0ms");
        assertThat(Quantity.time("x")).isEmpty();
    }

    @Test
    void nounsAgreeWithTheirNumbers() {
        assertThat(Quantity.count(1, "server")).isEqualTo("1 server");
        assertThat(Quantity.count(0, "server")).isEqualTo("0 servers");
    }
}
