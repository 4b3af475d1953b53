package dev.patchbay.bench.exchange;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Calls with an id each. Answers may come in any order; notifications may come between them. */
final class JsonRpcConversation implements Conversation {

    private static final int LONGEST_LINE = 64 << 20;

    private final byte[] head;
    private final byte[] tail;
    private final int[] freeSlots;
    private final long[] ids;
    private int free;
    private long begun;

    private ByteBuffer out = ByteBuffer.allocate(256).limit(0);
    private byte[] line = new byte[256];
    private int length;

    JsonRpcConversation(byte[] head, byte[] tail, int depth) {
        this.head = head;
        this.tail = tail;
        this.freeSlots = new int[depth];
        this.ids = new long[depth];
        for (free = 0; free < depth; free++) {
            freeSlots[free] = free;
        }
    }

    @Override
    public int begin() {
        int slot = freeSlots[--free];
        // The slot is what remains of the id after a division by the depth.
        long id = ++begun * ids.length + slot;
        ids[slot] = id;
        append(head);
        append(Long.toString(id));
        append(tail);
        return slot;
    }

    private void append(String digits) {
        room(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            out.array()[out.limit() + i] = (byte) digits.charAt(i);
        }
        out.limit(out.limit() + digits.length());
    }

    private void append(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, out.array(), out.limit(), bytes.length);
        out.limit(out.limit() + bytes.length);
    }

    private void room(int bytes) {
        if (out.capacity() - out.limit() >= bytes) {
            return;
        }
        int remaining = out.remaining();
        if (out.capacity() - remaining >= bytes) {
            out.compact().flip();
            return;
        }
        ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * out.capacity(), remaining + bytes));
        out = larger.put(out).flip();
    }

    @Override
    public ByteBuffer unsent() {
        return out;
    }

    @Override
    public void sent(int bytes) {
        if (!out.hasRemaining()) {
            out.position(0).limit(0);
        }
    }

    @Override
    public void received(ByteBuffer in, Answers answers) throws WrongAnswer {
        while (in.hasRemaining()) {
            byte next = in.get();
            if (next == '\n') {
                take(answers);
                length = 0;
                continue;
            }
            if (length == line.length) {
                if (length >= LONGEST_LINE) {
                    throw new WrongAnswer("a line has more than " + LONGEST_LINE + " bytes");
                }
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = next;
        }
    }

    private void take(Answers answers) throws WrongAnswer {
        if (length == 0) {
            return;
        }
        JsonRpcAnswer answer = JsonRpcAnswer.parse(line, length);
        if (answer.isNotification()) {
            return;
        }
        int slot = (int) (answer.id() % ids.length);
        if (answer.id() <= 0 || ids[slot] != answer.id()) {
            throw new WrongAnswer("the id of an answer is none that was asked for: " + answer.excerpt());
        }
        ids[slot] = 0;
        freeSlots[free++] = slot;
        if (answer.error() != null) {
            answers.failed(slot, "JSON-RPC error " + answer.error());
        } else {
            answers.completed(slot);
        }
    }
}
