package dev.patchbay.bench.exchange;

import java.nio.ByteBuffer;

/** One connection's side of an exchange. It is for one thread. */
public interface Conversation {

    /** Begins a message, and returns its slot: a number below the depth that no other message under way has. */
    int begin();

    /** Returns the bytes that are to be sent next, which may be a part of them; empty if there are none. Valid until the next call. */
    ByteBuffer unsent();

    /** Takes note of how many of those bytes were sent. */
    void sent(int bytes);

    /**
     * Takes all bytes that have arrived.
     *
     * @param answers is told the slot of each message that they complete
     * @throws WrongAnswer if they are not what had to come; the connection is of no use then
     */
    void received(ByteBuffer in, Answers answers) throws WrongAnswer;
}
