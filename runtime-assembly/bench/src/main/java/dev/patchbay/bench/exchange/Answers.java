package dev.patchbay.bench.exchange;

/** Hears which messages were answered. */
public interface Answers {

    /** The message of this slot has its answer, and the slot is free. */
    void completed(int slot);

    /** The message of this slot was answered with an error, and the slot is free. */
    void failed(int slot, String error);
}
