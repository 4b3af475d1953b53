package dev.patchbay.bench;

import dev.patchbay.bench.result.Sample;

/** Hears how far a run is, about once a second, on the thread that runs it. */
public interface Progress {

    /** The load has begun, and is not measured yet. */
    void warmingUp();

    /** A second was measured. */
    void measured(Sample sample);
}
