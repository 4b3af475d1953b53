package dev.patchbay.server.poll;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.newsclub.net.unix.FileDescriptorCast;

/** Writes bytes together with descriptors: sendmsg(2), cmsg(3), unix(7). May be used by any thread. */
final class DescriptorWriter {

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int FLAGS = 0x40 /* MSG_DONTWAIT */ | 0x4000 /* MSG_NOSIGNAL */;

    /** {@code struct msghdr} and its fields, {@code struct iovec}, and a control message, one after the other. */
    private static final int HEADER = 56;

    private static final int HEADER_VECTOR = 16;
    private static final int HEADER_VECTORS = 24;
    private static final int HEADER_CONTROL = 32;
    private static final int HEADER_CONTROL_LENGTH = 40;
    private static final int VECTOR = HEADER;
    private static final int CONTROL = VECTOR + 16;
    private static final int CONTROL_LEVEL = 8;
    private static final int CONTROL_TYPE = 12;
    private static final int CONTROL_DATA = 16;

    private static final MethodHandle SENDMSG =
            Epoll.handle("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT), Epoll.WITH_ERRNO);

    private DescriptorWriter() {}

    /** Writes bytes and descriptors; returns the number of bytes, or minus {@code errno}: then no descriptor was sent. */
    static int write(int socket, long address, int length, FileDescriptor[] descriptors) throws IOException {
        int bytes = descriptors.length * Integer.BYTES;
        // CMSG_SPACE, which is a multiple of the size of a long.
        int space = CONTROL_DATA + (bytes + Long.BYTES - 1 & -Long.BYTES);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment state = call.allocate(Epoll.STATE_SIZE, Long.BYTES);
            MemorySegment message = call.allocate(CONTROL + space, Long.BYTES);
            message.set(JAVA_LONG, VECTOR, address);
            message.set(JAVA_LONG, VECTOR + Long.BYTES, length);
            message.set(JAVA_LONG, HEADER_VECTOR, message.address() + VECTOR);
            message.set(JAVA_LONG, HEADER_VECTORS, 1);
            message.set(JAVA_LONG, HEADER_CONTROL, message.address() + CONTROL);
            message.set(JAVA_LONG, HEADER_CONTROL_LENGTH, space);
            message.set(JAVA_LONG, CONTROL, CONTROL_DATA + bytes);
            message.set(JAVA_INT, CONTROL + CONTROL_LEVEL, SOL_SOCKET);
            message.set(JAVA_INT, CONTROL + CONTROL_TYPE, SCM_RIGHTS);
            for (int i = 0; i < descriptors.length; i++) {
                int number = FileDescriptorCast.using(descriptors[i]).as(Integer.class);
                message.set(JAVA_INT, CONTROL + CONTROL_DATA + (long) i * Integer.BYTES, number);
            }
            return Epoll.result(state, (long) SENDMSG.invokeExact(state, socket, message.address(), FLAGS));
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw Epoll.unexpected(t);
        }
    }
}
