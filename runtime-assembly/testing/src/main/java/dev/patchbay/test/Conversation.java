package dev.patchbay.test;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.embed.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a client and a handler say to each other, which must not depend on how the bytes arrive, nor on swaps:
 *
 * <pre>{@code
 * Conversation.with(ShoutHandler::new)
 *         .expect("hello\n")
 *         .send("ten minutes\n")
 *         .expect("TEN MINUTES\n")
 *         .check();
 * }</pre>
 *
 * <p>{@link #check} repeats it on a server of its own each time, in every {@link HandlerExecution}: with the input as it is sent
 * here, byte by byte, and cut in two at each place; with the handler swapped for a new one at each of these places, and after
 * each byte; with a client that reads one byte at a time; and with clients that close or half-close at each place, where only
 * the rules of {@link HandlerTester} have to hold. Of an input of more than 250 bytes, that many places are taken, evenly spread.
 *
 * <p>A conversation can be checked again and be continued afterwards. Used by one thread.
 */
public final class Conversation {

    private final Supplier<? extends Handler> handlers;
    private final List<Step> steps = new ArrayList<>();
    private List<HandlerExecution> executions = List.of(HandlerExecution.values());
    private ServerOptions configuration = new ServerOptions();
    private Duration patience;

    private Conversation(Supplier<? extends Handler> handlers) {
        this.handlers = handlers;
    }

    /**
     * Begins a conversation.
     *
     * @param handlers makes a new handler, for each repetition and for each swap
     * @return a conversation without steps
     */
    public static Conversation with(Supplier<? extends Handler> handlers) {
        return new Conversation(handlers);
    }

    // ---- the setting

    /**
     * Sets the executions that are checked. Without this, all are.
     *
     * @param wanted the executions, each once; at least one
     * @return this conversation
     */
    public Conversation executions(HandlerExecution... wanted) {
        executions = List.of(wanted);
        return this;
    }

    /**
     * Sets the configuration of the server.
     *
     * @param options the options of each server that the conversation is repeated on, in place of those set before
     * @return this conversation
     */
    public Conversation with(ServerOptions options) {
        configuration = options;
        return this;
    }

    /**
     * Sets how long, in real time, the client waits for what other threads of the handler do; see {@link
     * HandlerTester#patience}.
     *
     * @param atMost the longest wait for one step; the default is that of {@link HandlerTester#patience}
     * @return this conversation
     */
    public Conversation patience(Duration atMost) {
        patience = atMost;
        return this;
    }

    // ---- the steps

    /**
     * The client sends text in UTF-8.
     *
     * @param text the text; a line needs its line feed in it
     * @return this conversation
     */
    public Conversation send(String text) {
        return send(Text.bytes(text));
    }

    /**
     * The client sends bytes.
     *
     * @param bytes the bytes, which are copied; with those of other steps they are the input that is cut
     * @return this conversation
     */
    public Conversation send(byte[] bytes) {
        steps.add(new Step.Send(bytes.clone()));
        return this;
    }

    /**
     * The client expects text, in UTF-8, to come next.
     *
     * @param text the text, which need not be everything that the handler writes
     * @return this conversation
     */
    public Conversation expect(String text) {
        return expect(Text.bytes(text));
    }

    /**
     * The client expects bytes to come next.
     *
     * @param bytes the bytes, which are copied
     * @return this conversation
     */
    public Conversation expect(byte[] bytes) {
        steps.add(new Step.Expect(bytes.clone()));
        return this;
    }

    /**
     * The client ends its output, and still reads.
     *
     * @return this conversation
     */
    public Conversation halfClose() {
        steps.add(new Step.HalfClose());
        return this;
    }

    /**
     * The client expects the handler to have ended its output.
     *
     * @return this conversation
     */
    public Conversation expectEnd() {
        steps.add(new Step.ExpectEnd());
        return this;
    }

    /**
     * Time passes.
     *
     * @param time how far the clock of the server goes on, without a wait in real time
     * @return this conversation
     */
    public Conversation advance(Duration time) {
        steps.add(new Step.Advance(time));
        return this;
    }

    // ---- the check

    /**
     * Repeats the conversation in all ways.
     *
     * @throws AssertionError at the first way in which it does not come out as expected; the message says which, what came instead,
     *                        what the handler was asked and did, and which of its rules it may have broken
     */
    public void check() {
        int length = steps.stream().mapToInt(Step::length).sum();
        for (HandlerExecution execution : executions) {
            for (Way way : Way.all(length)) {
                check(execution, way);
            }
        }
    }

    private void check(HandlerExecution execution, Way way) {
        try (HandlerTester tester =
                HandlerTester.of(handlers).execution(execution).with(configuration)) {
            if (patience != null) {
                tester.patience(patience);
            }
            new Repetition(tester, way).run(steps);
        } catch (AssertionError e) {
            throw new AssertionError(
                    way.describe(input()) + ", called " + execution + ":\n  " + e.getMessage() + way.hint(),
                    e.getCause());
        }
    }

    private byte[] input() {
        byte[] all = new byte[steps.stream().mapToInt(Step::length).sum()];
        int at = 0;
        for (Step step : steps) {
            if (step instanceof Step.Send send) {
                System.arraycopy(send.bytes(), 0, all, at, send.length());
                at += send.length();
            }
        }
        return all;
    }
}
