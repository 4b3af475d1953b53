package dev.patchbay.test;

import java.util.Arrays;
import java.util.List;

/** A {@link Conversation} in one {@link Way}. */
final class Repetition {

    private final HandlerTester tester;
    private final Way way;
    private final TestClient client;

    /** How many bytes were sent. */
    private int sent;

    private boolean left;

    Repetition(HandlerTester tester, Way way) {
        this.tester = tester;
        this.way = way;
        this.client = tester.connect();
    }

    void run(List<Step> steps) {
        if (way.kind() == Way.Kind.SLOW_CLIENT) {
            client.stopReading();
        }
        cut();
        for (Step step : steps) {
            if (left) {
                return;
            }
            take(step);
        }
        client.expectNothing();
    }

    private void take(Step step) {
        if (step instanceof Step.Send send) {
            send(send.bytes());
        } else if (step instanceof Step.Expect expect) {
            expect(expect.bytes());
        } else if (step instanceof Step.Advance advance) {
            tester.advance(advance.time());
        } else if (step instanceof Step.HalfClose) {
            client.halfClose();
        } else {
            client.expectEnd();
        }
    }

    private void send(byte[] bytes) {
        int from = 0;
        for (int to = 1; to <= bytes.length && !left; to++) {
            if (to == bytes.length || way.cutsAt(sent + to - from)) {
                client.send(Arrays.copyOfRange(bytes, from, to));
                sent += to - from;
                from = to;
                cut();
            }
        }
    }

    private void cut() {
        if (!way.cutsAt(sent)) {
            return;
        }
        if (way.swaps()) {
            tester.swap();
        } else if (way.kind() == Way.Kind.HALF_CLOSE) {
            client.halfClose();
        } else if (way.kind() == Way.Kind.CLOSE) {
            client.close();
        }
        left = way.leaves();
    }

    private void expect(byte[] bytes) {
        if (way.kind() != Way.Kind.SLOW_CLIENT) {
            client.expect(bytes);
            return;
        }
        for (byte each : bytes) {
            client.read(1);
            client.expect(new byte[] {each});
        }
    }
}
