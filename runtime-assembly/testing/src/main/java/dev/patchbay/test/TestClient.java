package dev.patchbay.test;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.test.engine.VirtualClient;
import java.io.FileDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A client of a {@link HandlerTester}. It reads all that it is sent, until the test says otherwise. Methods return the client, so
 * that a conversation is one expression. Used by the thread of the test.
 */
public final class TestClient {

    private final HandlerTester tester;
    private final VirtualClient client;
    private final Journal journal;

    /** How many of the bytes that have arrived the test has taken. */
    private int taken;

    TestClient(HandlerTester tester, VirtualClient client) {
        this.tester = tester;
        this.client = client;
        this.journal = tester.journal(client.id());
    }

    // ---- what the client does

    /**
     * Sends text in UTF-8, all at once.
     *
     * @param text the text; a line needs its line feed in it
     * @return this client
     */
    public TestClient send(String text) {
        return send(Text.bytes(text));
    }

    /**
     * Sends bytes, all at once.
     *
     * @param bytes the bytes, which the handler may see in one call
     * @return this client
     */
    public TestClient send(byte[] bytes) {
        client.send(bytes);
        return this;
    }

    /**
     * Sends bytes, with file descriptors attached. They are duplicated, so the test closes its own.
     *
     * @param bytes       the bytes, at least one
     * @param descriptors open descriptors of this process
     * @return this client
     */
    public TestClient send(byte[] bytes, FileDescriptor... descriptors) {
        client.send(bytes, descriptors);
        return this;
    }

    /**
     * Sends bytes one by one, so that the handler sees each of them.
     *
     * @param bytes the bytes, which the handler sees in as many calls
     * @return this client
     */
    public TestClient sendByteByByte(byte[] bytes) {
        for (byte each : bytes) {
            client.send(new byte[] {each});
        }
        return this;
    }

    /**
     * Ends the client's output ({@code shutdown(SHUT_WR)}); it still reads.
     *
     * @return this client
     */
    public TestClient halfClose() {
        client.halfClose();
        return this;
    }

    /** Closes the client's socket. What arrives from now on is lost. */
    public void close() {
        journal.clientCloses();
        client.close();
    }

    /**
     * Reads nothing from now on: what the handler writes has to wait.
     *
     * @return this client
     */
    public TestClient stopReading() {
        return read(0);
    }

    /**
     * Reads up to so many bytes as they come, and nothing more until it is called again.
     *
     * @param bytes how many bytes the client reads, whether they have been written yet or not
     * @return this client
     */
    public TestClient read(int bytes) {
        client.room(bytes);
        return this;
    }

    /**
     * Reads all that comes again.
     *
     * @return this client
     */
    public TestClient resumeReading() {
        client.room(Long.MAX_VALUE);
        return this;
    }

    // ---- what the test expects

    /**
     * Expects this text, in UTF-8, to come next.
     *
     * @param text the text, which need not be everything that comes
     * @return this client
     * @throws AssertionError if others come or none, or if the handler has done something wrong
     */
    public TestClient expect(String text) {
        return expect(Text.bytes(text));
    }

    /**
     * Expects these bytes to come next.
     *
     * @param bytes the bytes, which need not be everything that comes
     * @return this client
     * @throws AssertionError if others come or none, or if the handler has done something wrong
     */
    public TestClient expect(byte[] bytes) {
        tester.await(() -> available() >= bytes.length || isEnded(), journal);
        requireNoFault();
        byte[] all = client.socket().received();
        int end = Math.min(all.length, taken + bytes.length);
        if (!Arrays.equals(all, taken, end, bytes, 0, bytes.length)) {
            throw unexpected(Text.quoted(bytes), all, bytes);
        }
        taken = end;
        return this;
    }

    /**
     * Expects that nothing has come that the test has not taken. Does not wait for other threads.
     *
     * @return this client
     * @throws AssertionError if something has come, or if the handler has done something wrong
     */
    public TestClient expectNothing() {
        requireNoFault();
        if (available() > 0) {
            throw unexpected("nothing", client.socket().received(), new byte[0]);
        }
        return this;
    }

    /**
     * Expects the end of the handler's output: it has closed the connection or {@code endOutput} was called; nothing comes
     * before.
     *
     * @return this client
     * @throws AssertionError if bytes come first or no end does, or if the handler has done something wrong
     */
    public TestClient expectEnd() {
        tester.await(this::isEnded, journal);
        expectNothing();
        if (!isEnded()) {
            throw failure(
                    "the client expected the end of the handler's output, and the handler has not ended it", null);
        }
        return this;
    }

    /**
     * Expects that the connection has ended for this reason. What has come before that the test has not taken is dropped.
     *
     * @param reason the reason that {@link dev.patchbay.api.Handler#released} is given. With {@link
     *               ReleaseReason#HANDLER_FAILED} the failure remains for {@link #expectFailure}
     * @return this client
     * @throws AssertionError if the connection is live or has ended for another reason, or if the handler has done something
     *                        else that is wrong
     */
    public TestClient expectEnd(ReleaseReason reason) {
        tester.await(() -> client.endedBy() != null, journal);
        if (reason != ReleaseReason.HANDLER_FAILED) {
            requireNoFault();
        }
        if (client.endedBy() != reason) {
            throw failure(
                    "the connection was expected to end with " + reason + ", and "
                            + (client.endedBy() == null ? "is live" : "has ended with " + client.endedBy()),
                    null);
        }
        return this;
    }

    /**
     * Expects that a callback or a task of the handler has thrown this, for a client that breaks the protocol. The test does not
     * fail of it then.
     *
     * @param <T>  the class of what was thrown
     * @param type the class, or a superclass
     * @return what was thrown
     * @throws AssertionError if nothing was thrown, or something of another class
     */
    public <T extends Throwable> T expectFailure(Class<T> type) {
        tester.await(journal::hasFault, journal);
        Journal.Fault fault = journal.takeFault();
        if (fault == null) {
            throw failure("the handler was expected to throw a " + type.getName() + ", and has not failed", null);
        }
        if (!type.isInstance(fault.cause())) {
            throw failure("the handler was expected to throw a " + type.getName() + "; " + fault.what(), fault.cause());
        }
        return type.cast(fault.cause());
    }

    /**
     * Expects so many file descriptors to have come with the bytes that were taken so far. The test closes them.
     *
     * @param count how many; 0 for none
     * @return the descriptors, open in this process, in order of arrival
     * @throws AssertionError if there are more or fewer, or if the handler has done something wrong
     */
    public List<FileDescriptor> expectDescriptors(int count) {
        requireNoFault();
        List<FileDescriptor> passed = client.socket().takePassed();
        if (passed.size() != count) {
            throw failure("the client expected " + count + " file descriptors, and has got " + passed.size(), null);
        }
        return passed;
    }

    // ---- what the test looks at

    /**
     * Takes all that has come, and returns it. Does not wait for other threads.
     *
     * @return the bytes, which no later {@code expect} sees; empty if none have come
     * @throws AssertionError if the handler has done something wrong
     */
    public byte[] takeAll() {
        requireNoFault();
        byte[] all = client.socket().received();
        byte[] rest = Arrays.copyOfRange(all, taken, all.length);
        taken = all.length;
        return rest;
    }

    /** {@return the number of the connection, as {@link dev.patchbay.api.ConnContext#id()} does} */
    public long id() {
        return client.id();
    }

    /** Returns the calls of the handler for this client, one a line, with what they have written. */
    @Override
    public String toString() {
        return "connection " + id() + ":" + journal;
    }

    // ---- for the tester

    private int available() {
        return client.socket().received().length - taken;
    }

    private boolean isEnded() {
        return client.socket().isOutputEnded();
    }

    void ignoreEnd() {
        journal.clientCloses();
    }

    /** Closes what has come and was not taken. */
    void dispose() {
        client.dispose();
    }

    void requireNoFault() {
        Journal.Fault fault = journal.takeFault();
        if (fault != null) {
            throw failure(fault.what(), fault.cause());
        }
    }

    private AssertionError unexpected(String wanted, byte[] all, byte[] bytes) {
        String got = all.length == taken ? "nothing" : Text.quoted(all, taken, all.length);
        return failure(
                "the client expected " + wanted + "\n  and got         " + got + (isEnded() ? ", then the end" : "")
                        + spoilt(all, bytes),
                null);
    }

    /** Returns a hint if there are bytes of a buffer that was kept. */
    private String spoilt(byte[] all, byte[] wanted) {
        for (byte each : wanted) {
            if (each == CheckedHandler.SPOILT) {
                return "";
            }
        }
        for (int i = taken; i < all.length; i++) {
            if (all[i] == CheckedHandler.SPOILT) {
                return "\n  The bytes \\x1a are those of a buffer that was used after the call of received that it was passed to,"
                        + " when the host has other bytes in it: copy what is needed for longer";
            }
        }
        return "";
    }

    private AssertionError failure(String what, Throwable cause) {
        String calls = Objects.toString(journal);
        return new AssertionError(
                what + (calls.isEmpty() ? "\n  The handler was not called" : "\n  The calls of the handler:" + calls),
                cause);
    }
}
