package dev.patchbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValueTypesTest {

    @Test
    void credentialsKeepTheGroupsThatTheyWereMadeWith() {
        List<Long> gids = new ArrayList<>(List.of(100L, 27L));
        PeerCredentials peer = new PeerCredentials(4711, 1000, gids);
        gids.clear();

        assertThat(peer.gids()).containsExactly(100L, 27L);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> peer.gids().add(1L));
    }

    @Test
    void credentialsAreShortInLogs() {
        assertThat(new PeerCredentials(4711, 1000, List.of(100L, 27L))).hasToString("pid=4711 uid=1000 gid=100");
        assertThat(new PeerCredentials(PeerCredentials.UNKNOWN, PeerCredentials.UNKNOWN, List.of()))
                .hasToString("pid=-1 uid=-1 gid=-1");
    }

    @Test
    void aMessageThatIsTooLongIsReportedWithBothNumbers() {
        FrameTooLongException refused = new FrameTooLongException(4_294_967_295L, 1024);

        assertThat(refused).hasMessageContaining("4294967295 bytes").hasMessageContaining("limit of 1024 bytes");
        assertThat(refused.length()).isEqualTo(4_294_967_295L);
        assertThat(refused.limit()).isEqualTo(1024);
    }

    @ParameterizedTest
    @EnumSource
    void onlyASwapLeavesTheConnectionAlive(ReleaseReason reason) {
        assertThat(reason.endsConnection()).isEqualTo(reason != ReleaseReason.SWAPPED);
    }
}
