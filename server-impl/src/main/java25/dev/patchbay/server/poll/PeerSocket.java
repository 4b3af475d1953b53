package dev.patchbay.server.poll;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernel about a client that has connected. May be used by any thread.
 *
 * <p>The supplementary groups are the value of the option {@code SO_PEERGROUPS} of Linux, which junixsocket does not support. They
 * cannot be taken from {@code /proc} instead, because another process may have the same number by then. The address to which the
 * client is bound comes from getpeername(2) and unix(7); junixsocket would make two more system calls to return it.
 */
final class PeerSocket {

    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    static final int SO_PEERCRED = 17;
    static final int SO_PEERGROUPS = 59;
    private static final int ERANGE = 34;
    private static final int USUAL_GROUPS = 32;

    /** The most groups that a process can have: {@code NGROUPS_MAX}. */
    private static final int MOST_GROUPS = 65_536;

    /** {@code struct sockaddr_un}: the family, then the path. The kernel may add a zero byte to a path of full length. */
    private static final int PATH = 2;

    private static final int ADDRESS_SIZE = PATH + 108 + 1;

    /** The layout of an answer: {@code errno}, then the length (before the call, that of the room for it), then the bytes. */
    private static final int LENGTH = Epoll.STATE_SIZE;

    private static final int BYTES = LENGTH + Integer.BYTES;

    private static final FunctionDescriptor GET =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle GETSOCKOPT = Epoll.handle("getsockopt", GET, Epoll.WITH_ERRNO, Epoll.CRITICAL);
    private static final MethodHandle GETSOCKOPT_ONCE = Epoll.handle("getsockopt", GET, Epoll.CRITICAL);
    private static final MethodHandle SETSOCKOPT = Epoll.handle(
            "setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
            Epoll.WITH_ERRNO,
            Epoll.CRITICAL);
    private static final MethodHandle GETPEERNAME = Epoll.handle(
            "getpeername",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
            Epoll.WITH_ERRNO,
            Epoll.CRITICAL);

    private PeerSocket() {}

    /**
     * Reads an option of the socket without allocating memory.
     *
     * @param answer where the value goes, and {@code length} where there is the room for it, then its length
     * @return false after a failure, whose reason another call has to find out
     */
    static boolean read(int descriptor, int option, long answer, long length) {
        try {
            return (int) GETSOCKOPT_ONCE.invokeExact(descriptor, SOL_SOCKET, option, answer, length) >= 0;
        } catch (Throwable t) {
            throw Epoll.unexpected(t);
        }
    }

    static void setSendBuffer(int descriptor, int bytes) throws IOException {
        set("SO_SNDBUF", SO_SNDBUF, descriptor, bytes);
    }

    static void setReceiveBuffer(int descriptor, int bytes) throws IOException {
        set("SO_RCVBUF", SO_RCVBUF, descriptor, bytes);
    }

    private static void set(String name, int option, int descriptor, int value) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment memory = call.allocate(LENGTH + Integer.BYTES, Integer.BYTES);
            memory.set(JAVA_INT, LENGTH, value);
            int result = Epoll.result(memory, (int) SETSOCKOPT.invokeExact(
                    memory, descriptor, SOL_SOCKET, option, memory.address() + LENGTH, Integer.BYTES));
            Epoll.check("setsockopt(" + name + ")", result);
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw Epoll.unexpected(t);
        }
    }

    /** Returns the supplementary groups of the client. */
    static List<Long> groups(int descriptor) throws IOException {
        List<Long> groups = groups(descriptor, USUAL_GROUPS);
        return groups != null ? groups : groups(descriptor, MOST_GROUPS);
    }

    /** Returns the groups; null if there are more than {@code most}. */
    private static List<Long> groups(int descriptor, int most) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment answer = answer(call, most * Integer.BYTES);
            int result = Epoll.result(answer, (int) GETSOCKOPT.invokeExact(
                    answer,
                    descriptor,
                    SOL_SOCKET,
                    SO_PEERGROUPS,
                    answer.address() + BYTES,
                    answer.address() + LENGTH));
            if (result == -ERANGE) {
                return null;
            }
            Epoll.check("getsockopt(SO_PEERGROUPS)", result);
            List<Long> groups = new ArrayList<>();
            for (int at = 0; at < answer.get(JAVA_INT, LENGTH); at += Integer.BYTES) {
                groups.add(Integer.toUnsignedLong(answer.get(JAVA_INT, BYTES + at)));
            }
            return groups;
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw Epoll.unexpected(t);
        }
    }

    /** Returns the address to which the client is bound, in the form of {@link ClientSocket#text}; empty if there is none. */
    static String address(int descriptor) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment answer = answer(call, ADDRESS_SIZE);
            int result = Epoll.result(answer, (int)
                    GETPEERNAME.invokeExact(answer, descriptor, answer.address() + BYTES, answer.address() + LENGTH));
            int length = answer.get(JAVA_INT, LENGTH) - PATH;
            return result < 0 || length <= 0
                    ? ""
                    : ClientSocket.text(answer.asSlice(BYTES + PATH, length).toArray(JAVA_BYTE));
        } catch (Throwable t) {
            throw Epoll.unexpected(t);
        }
    }

    private static MemorySegment answer(Arena call, int size) {
        MemorySegment answer = call.allocate(BYTES + size, Integer.BYTES);
        answer.set(JAVA_INT, LENGTH, size);
        return answer;
    }
}
