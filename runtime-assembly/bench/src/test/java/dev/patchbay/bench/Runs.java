package dev.patchbay.bench;

import dev.patchbay.bench.exchange.Exchange;
import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.Sample;
import java.time.Duration;

/** Short runs for tests. */
final class Runs {

    static final Progress SILENT = new Progress() {
        @Override
        public void warmingUp() {}

        @Override
        public void measured(Sample sample) {}
    };

    private Runs() {}

    static Plan plan(FakeServer server, Exchange exchange, int connections, int depth, long rate) {
        return new Plan(
                "fake",
                server.path(),
                exchange,
                connections,
                depth,
                Math.min(2, connections),
                rate,
                false,
                Duration.ofMillis(50),
                Duration.ofMillis(500));
    }

    static Result run(Plan plan) throws Exception {
        return new Bench(plan, SILENT, new Interruption()).run();
    }
}
