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
 * Reads bytes of one connection together with the descriptors that came with them: recvmsg(2), cmsg(3), unix(7).
 *
 * <p>junixsocket has room for 60 descriptors and, when a client sends more, fails without closing those. Here whatever is
 * not wanted is closed.
 */
final class DescriptorReader {

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 8;
    private static final int FLAGS = 0x40 /* MSG_DONTWAIT */ | 0x40000000 /* MSG_CMSG_CLOEXEC */;

    /** {@code struct msghdr} and its fields, {@code struct iovec}, and a control message, one behind the other. */
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

    /** Room for all that one message can carry. */
    private static final int CONTROL_SIZE = CONTROL_DATA + Integer.BYTES * 254;

    private static final MethodHandle RECVMSG =
            Epoll.handle("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT), Epoll.WITH_ERRNO);

    private final int socket;
    private final int most;
    private final MemorySegment message = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(CONTROL + CONTROL_SIZE));
    private List<FileDescriptor> received = List.of();

    /** Reads from a socket, and takes at most so many descriptors at once. */
    DescriptorReader(int socket, int most) {
        this.socket = socket;
        this.most = most;
    }

    /**
     * Reads; the result is that of {@link Epoll#receive}.
     *
     * @throws IOException if there were too many descriptors; they are closed
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
        if (count > 0) {
            collect(state);
        }
        return count;
    }

    /** Returns what came with the bytes that were read since the last call. */
    List<FileDescriptor> take() {
        List<FileDescriptor> taken = received;
        received = List.of();
        return taken;
    }

    private void collect(MemorySegment state) throws IOException {
        List<Integer> numbers = numbers();
        boolean truncated = (message.get(JAVA_INT, HEADER_FLAGS) & MSG_CTRUNC) != 0;
        if (truncated || numbers.size() > most) {
            numbers.forEach(number -> Epoll.close(state, number));
            throw new IOException(Port.TOO_MANY);
        }
        if (!numbers.isEmpty()) {
            List<FileDescriptor> all = new ArrayList<>(received);
            for (int number : numbers) {
                all.add(FileDescriptorCast.unsafeUsing(number).getFileDescriptor());
            }
            received = all;
        }
    }

    private List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        long length = message.get(JAVA_LONG, HEADER_CONTROL_LENGTH);
        if (length >= CONTROL_DATA
                && message.get(JAVA_INT, CONTROL + CONTROL_LEVEL) == SOL_SOCKET
                && message.get(JAVA_INT, CONTROL + CONTROL_TYPE) == SCM_RIGHTS) {
            long end = CONTROL + message.get(JAVA_LONG, CONTROL);
            for (long at = CONTROL + CONTROL_DATA; at + Integer.BYTES <= end; at += Integer.BYTES) {
                numbers.add(message.get(JAVA_INT, at));
            }
        }
        return numbers;
    }
}
