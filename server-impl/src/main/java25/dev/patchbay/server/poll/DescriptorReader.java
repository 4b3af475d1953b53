package dev.patchbay.server.poll;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Reads the bytes of one connection together with the descriptors that came with them: recvmsg(2), cmsg(3), unix(7). Used by one
 * thread at a time.
 *
 * <p>junixsocket can receive 60 descriptors and, if a client sends more, fails without closing those. This class closes every
 * descriptor that it does not pass on.
 */
final class DescriptorReader {

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_PIDFD = 4;
    private static final int MSG_CTRUNC = 8;
    private static final int FLAGS = 0x40 /* MSG_DONTWAIT */ | 0x40000000 /* MSG_CMSG_CLOEXEC */;

    /** {@code struct msghdr} and its fields, {@code struct iovec}, and a control message, one after the other. */
    private static final int HEADER = 56;

    private static final int HEADER_VECTOR = 16;
    private static final int HEADER_VECTORS = 24;
    private static final int HEADER_CONTROL = 32;
    private static final int HEADER_CONTROL_LENGTH = 40;
    private static final int HEADER_FLAGS = 48;
    private static final int VECTOR = HEADER;
    private static final int CONTROL = VECTOR + 16;
    private static final int CONTROL_LEVEL = 8;
    private static final int CONTROL_TYPE = 12;
    private static final int CONTROL_DATA = 16;

    /** Room for the descriptors that one message can carry, and for the options that may be set on an inherited socket. */
    private static final int CONTROL_SIZE = CONTROL_DATA + Integer.BYTES * 254 + 512;

    private static final MethodHandle RECVMSG =
            Epoll.handle("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT), Epoll.WITH_ERRNO);

    private final int socket;
    private int most;
    private final MemorySegment message = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(CONTROL + CONTROL_SIZE));
    private List<FileDescriptor> received = List.of();
    private boolean endedAtBoundary;

    /** Creates a reader for a socket. */
    DescriptorReader(int socket) {
        this.socket = socket;
    }

    /** Accepts at most {@code max} descriptors with one message from now on. */
    void accept(int max) {
        most = max;
    }

    /**
     * Reads bytes and descriptors. The result is like that of {@link Epoll#receive}.
     *
     * @throws TooManyDescriptorsException if there were too many descriptors; all are closed
     */
    int read(MemorySegment state, long address, int length) throws IOException {
        message.fill((byte) 0);
        message.set(JAVA_LONG, VECTOR, address);
        message.set(JAVA_LONG, VECTOR + Long.BYTES, length);
        message.set(JAVA_LONG, HEADER_VECTOR, message.address() + VECTOR);
        message.set(JAVA_LONG, HEADER_VECTORS, 1);
        message.set(JAVA_LONG, HEADER_CONTROL, message.address() + CONTROL);
        message.set(JAVA_LONG, HEADER_CONTROL_LENGTH, CONTROL_SIZE);
        int count;
        try {
            count = Epoll.result(state, (long) RECVMSG.invokeExact(state, socket, message.address(), FLAGS));
        } catch (Throwable t) {
            throw Epoll.unexpected(t);
        }
        endedAtBoundary = count > 0 && message.get(JAVA_LONG, HEADER_CONTROL_LENGTH) > 0;
        if (count > 0) {
            collect(state);
        }
        return count;
    }

    /** Returns whether the last read ended with a message that carried something, so that more bytes may be queued. */
    boolean endedAtBoundary() {
        return endedAtBoundary;
    }

    /** Returns the descriptors that came with the bytes read since the last call. */
    List<FileDescriptor> take() {
        List<FileDescriptor> taken = received;
        received = List.of();
        return taken;
    }

    private void collect(MemorySegment state) throws IOException {
        List<Integer> numbers = numbers(state);
        boolean truncated = (message.get(JAVA_INT, HEADER_FLAGS) & MSG_CTRUNC) != 0;
        if (truncated || numbers.size() > most) {
            numbers.forEach(number -> Epoll.close(state, number));
            throw truncated
                    ? TooManyDescriptorsException.forProcess()
                    : TooManyDescriptorsException.forHandler(numbers.size(), most);
        }
        if (!numbers.isEmpty()) {
            received = joined(state, numbers);
        }
    }

    private List<FileDescriptor> joined(MemorySegment state, List<Integer> numbers) throws IOException {
        try {
            List<FileDescriptor> all = new ArrayList<>(received);
            for (int number : numbers) {
                all.add(FileDescriptorCast.unsafeUsing(number).getFileDescriptor());
            }
            return all;
        } catch (IOException | RuntimeException | Error e) {
            numbers.forEach(number -> Epoll.close(state, number));
            throw e;
        }
    }

    /** Returns the descriptors in the control messages, and closes those of other kinds, which a socket option may cause. */
    private List<Integer> numbers(MemorySegment state) {
        List<Integer> numbers = new ArrayList<>();
        long end = CONTROL + Math.min(CONTROL_SIZE, message.get(JAVA_LONG, HEADER_CONTROL_LENGTH));
        for (long at = CONTROL; at + CONTROL_DATA <= end; ) {
            long length = message.get(JAVA_LONG, at);
            if (length < CONTROL_DATA) {
                break;
            }
            int type = message.get(JAVA_INT, at + CONTROL_TYPE);
            if (message.get(JAVA_INT, at + CONTROL_LEVEL) == SOL_SOCKET && (type == SCM_RIGHTS || type == SCM_PIDFD)) {
                long stop = Math.min(end, at + length);
                for (long number = at + CONTROL_DATA; number + Integer.BYTES <= stop; number += Integer.BYTES) {
                    if (type == SCM_RIGHTS) {
                        numbers.add(message.get(JAVA_INT, number));
                    } else {
                        Epoll.close(state, message.get(JAVA_INT, number));
                    }
                }
            }
            at += (length + Long.BYTES - 1) & -Long.BYTES;
        }
        return numbers;
    }
}
