package dev.patchbay.bench.exchange;

/** What a client and the server say to each other. It is shared by all threads. */
public interface Exchange {

    /** Returns what is exchanged, in words for a report. */
    String description();

    /** Returns what a new connection says, on which so many messages may be under way. */
    Conversation converse(int depth);
}
