package dev.patchbay.server.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HandlerLeaseTest {

    private final HandlerLease lease = new HandlerLease(Entries.entry(1, 0), new CompletableFuture<>());

    @Test
    void whoeverEntersIsInCareUntilHeLeaves() {
        assertThat(lease.enter()).isTrue();
        assertThat(lease.enter()).isTrue();
        assertThat(lease.inCare()).isEqualTo(2);

        lease.leave(false);
        assertThat(lease.inCare()).isEqualTo(1);
    }

    @Test
    void aRetiredLeaseLetsNobodyIn() {
        lease.retire();

        assertThat(lease.enter()).isFalse();
        assertThat(lease.isRetired()).isTrue();
        assertThat(lease.inCare()).isZero();
    }

    @Test
    void aLeaseThatIsEmptyIsNotVacatedBeforeItIsRetired() {
        lease.enter();
        lease.leave(false);

        assertThat(lease.vacated()).isNotDone();
        assertThat(lease.enter()).isTrue();
    }

    @Test
    void aLeaseWithoutConnectionsIsVacatedWhenItIsRetired() {
        assertThat(lease.vacated()).isNotDone();
        lease.retire();

        assertThat(lease.vacated()).isCompleted();
    }

    @Test
    void aRetiredLeaseIsVacatedByTheLastThatLeaves() {
        lease.enter();
        lease.enter();
        lease.retire();
        assertThat(lease.vacated()).isNotDone();
        assertThat(lease.inCare()).isEqualTo(2);

        lease.leave(true);
        assertThat(lease.vacated()).isNotDone();

        lease.leave(false);
        assertThat(lease.vacated()).isCompleted();
        assertThat(lease.inCare()).isZero();
    }

    @Test
    void onlyConnectionsThatLiveOnCountAsMoved() {
        lease.enter();
        lease.enter();
        lease.leave(true);
        lease.leave(false);

        assertThat(lease.moved()).isEqualTo(1);
    }

    @Test
    void onlyConnectionsThatEndAfterTheLeaseIsRetiredCountAsClosed() {
        lease.enter();
        lease.enter();
        lease.leave(false);
        lease.retire();
        lease.leave(false);

        assertThat(lease.closed()).isEqualTo(1);
    }

    @Test
    void whoeverIsMovedHasBeenCountedWhenTheLeaseIsVacated() {
        int[] moved = new int[1];
        lease.enter();
        lease.vacated().thenRun(() -> moved[0] = lease.moved());
        lease.retire();
        lease.leave(true);

        assertThat(moved[0]).isEqualTo(1);
    }

    @Test
    void whoeverWaitsForAnAbandonedLeaseGoesOn() {
        lease.enter();
        lease.retire();
        lease.abandon();

        assertThat(lease.vacated()).isCompleted();
        assertThat(lease.inCare()).isEqualTo(1);
        assertThat(lease.enter()).isFalse();

        lease.leave(false);
        assertThat(lease.inCare()).isZero();
    }
}
