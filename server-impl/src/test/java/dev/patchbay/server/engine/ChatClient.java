package dev.patchbay.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;

/** A member of a chat that reads all the time, on one thread, and sends on another. */
final class ChatClient implements AutoCloseable {

    private final Client client;
    private final int me;
    private final int[] counts;

    /** Whose last message is still to come. */
    private int talking;

    /** Completes when the last message of everybody else has come. */
    final CompletableFuture<Void> heardAll = new CompletableFuture<>();

    /** Completes with their number when all messages are sent. */
    final CompletableFuture<Integer> saidAll = new CompletableFuture<>();

    ChatClient(Path socket, int me, int members) throws IOException {
        this.client = new Client(socket);
        this.me = me;
        this.counts = new int[members];
        this.talking = members - 1;
    }

    /** Begins to read. */
    void listen() {
        start("chat-reader-" + me, heardAll, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(ChatMessage.LARGEST);
            while (talking > 0) {
                if (client.channel().read(bytes) < 0) {
                    throw new IOException(
                            "the server closed while member " + me + " waited for " + talking + " others");
                }
                check(bytes.flip());
                bytes.compact();
            }
            heardAll.complete(null);
        });
    }

    private void check(ByteBuffer bytes) {
        while (bytes.remaining() >= Integer.BYTES) {
            int length = bytes.getInt(bytes.position());
            if (length < 0 || length > ChatMessage.LARGEST - Integer.BYTES) {
                throw new AssertionError("a message of " + length + " bytes came");
            }
            int end = bytes.position() + Integer.BYTES + length;
            if (end > bytes.limit()) {
                return;
            }
            int start = bytes.position() + Integer.BYTES;
            if (ChatMessage.check(bytes.slice(start, length), counts) >= 0) {
                talking--;
            }
            bytes.position(end);
        }
    }

    /** Begins to send: messages for as long as the number of the next is one to go on with, and a last one. */
    void talk(IntPredicate goesOn) {
        start("chat-writer-" + me, saidAll, () -> {
            int number = 0;
            boolean last;
            do {
                last = !goesOn.test(number);
                ByteBuffer message = ChatMessage.make(me, number++, last);
                while (message.hasRemaining()) {
                    client.channel().write(message);
                }
            } while (!last);
            saidAll.complete(number);
        });
    }

    /** Returns how many messages have come. */
    int heard() {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void start(String name, CompletableFuture<?> outcome, Action action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (IOException e) {
                        outcome.completeExceptionally(new UncheckedIOException(name, e));
                    } catch (Throwable t) {
                        outcome.completeExceptionally(t);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
