package dev.patchbay.server.poll;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The functions of the C library that {@link EpollPoller} calls: epoll(7), eventfd(2), timerfd_create(2),
 * accept4(2), recv(2), send(2), shutdown(2), close(2). Where
 * they are missing, or may not be called, this class cannot be initialized: check {@link EpollAvailability} before using it.
 *
 * <p>Addresses are passed as plain numbers, so that no call allocates. Calls that never wait are "critical": the thread does not
 * leave the Java state for them, which saves a good part of their cost. Unless stated otherwise, a method returns the result of the
 * call, or minus {@code errno}. {@code state} is memory of {@link #STATE_SIZE} bytes that only the calling thread uses during the
 * call. All methods may be called from any thread.
 *
 * <p>Capturing {@code errno} allocates a little with each call (JDK 25). The calls of every message therefore do not capture it. If
 * such a call fails, it is made again with capture: it fails again and reports the reason, or it succeeds by now.
 */
final class Epoll {

    static final int IN = 0x1;
    static final int OUT = 0x4;
    static final int ERROR = 0x8;
    static final int HANGUP = 0x10;
    static final int PEER_ENDED = 0x2000;
    static final int EDGE = 1 << 31;

    static final int ADD = 1;
    static final int DELETE = 2;
    static final int MODIFY = 3;

    static final int EINTR = 4;
    static final int EAGAIN = 11;

    /** Functions that tests hide, to make this C library look like one without them. */
    private static final List<String> HIDDEN =
            List.of(System.getProperty("dev.patchbay.hidden.functions", "").split(","));

    /** The kernel packs {@code struct epoll_event} on x86-64 only. */
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

    static final int EVENT_SIZE = PACKED ? 12 : 16;
    static final int EVENT_DATA = PACKED ? 4 : 8;

    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int SHUT_WR = 1;
    private static final int MSG_PEEK = 0x2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    static final int STATE_SIZE = (int) STATE.byteSize();

    static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");
    static final Linker.Option CRITICAL = Linker.Option.critical(false);

    private static final FunctionDescriptor WAIT =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor MOVE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final FunctionDescriptor COUNT = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);

    private static final FunctionDescriptor ACCEPT4 =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private static final MethodHandle EPOLL_CREATE1 =
            handle("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT), WITH_ERRNO);
    private static final MethodHandle EVENTFD =
            handle("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), WITH_ERRNO);
    private static final MethodHandle TIMERFD_CREATE =
            handle("timerfd_create", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), WITH_ERRNO);
    private static final MethodHandle TIMERFD_SETTIME = handle(
            "timerfd_settime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), CRITICAL);
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), WITH_ERRNO);
    private static final MethodHandle CLOSE_ONCE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            handle("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), WITH_ERRNO);
    private static final MethodHandle ACCEPT = handle("accept4", ACCEPT4);
    private static final MethodHandle ACCEPT_AGAIN = handle("accept4", ACCEPT4, WITH_ERRNO);
    private static final MethodHandle EPOLL_CTL = handle(
            "epoll_ctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
            WITH_ERRNO,
            CRITICAL);
    private static final MethodHandle EPOLL_WAIT = handle("epoll_wait", WAIT);
    private static final MethodHandle EPOLL_WAIT_AGAIN = handle("epoll_wait", WAIT, WITH_ERRNO);
    private static final MethodHandle EPOLL_LOOK = handle("epoll_wait", WAIT, CRITICAL);
    private static final MethodHandle RECV = handle("recv", MOVE, CRITICAL);
    private static final MethodHandle RECV_AGAIN = handle("recv", MOVE, WITH_ERRNO, CRITICAL);
    private static final MethodHandle SEND = handle("send", MOVE, CRITICAL);
    private static final MethodHandle SEND_AGAIN = handle("send", MOVE, WITH_ERRNO, CRITICAL);
    private static final MethodHandle READ = handle("read", COUNT, WITH_ERRNO, CRITICAL);
    private static final MethodHandle WRITE = handle("write", COUNT, WITH_ERRNO, CRITICAL);

    private Epoll() {}

    static int create(MemorySegment state) {
        try {
            return result(state, (int) EPOLL_CREATE1.invokeExact(state, CLOSE_ON_EXEC));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int eventDescriptor(MemorySegment state) {
        try {
            return result(state, (int) EVENTFD.invokeExact(state, 0, CLOSE_ON_EXEC | NON_BLOCKING));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int timerDescriptor(MemorySegment state) {
        try {
            return result(
                    state, (int) TIMERFD_CREATE.invokeExact(state, CLOCK_MONOTONIC, CLOSE_ON_EXEC | NON_BLOCKING));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Restarts a timer; {@code time} is the address of a {@code struct itimerspec}. */
    static void startTimer(int timer, long time) {
        try {
            int ignored = (int) TIMERFD_SETTIME.invokeExact(timer, 0, time, 0L);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Accepts a connection. Not as a critical call: another process that has the same server socket may make it blocking.
     *
     * @param address where the client's address goes, and {@code length} where there is the room for it, then its length
     */
    static int accept(MemorySegment state, int listener, long address, long length) {
        try {
            int flags = CLOSE_ON_EXEC | NON_BLOCKING;
            int descriptor = (int) ACCEPT.invokeExact(listener, address, length, flags);
            return descriptor >= 0
                    ? descriptor
                    : result(state, (int) ACCEPT_AGAIN.invokeExact(state, listener, address, length, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Ends the output of a socket. */
    static int shutdownOutput(MemorySegment state, int descriptor) {
        try {
            return result(state, (int) SHUTDOWN.invokeExact(state, descriptor, SHUT_WR));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int control(MemorySegment state, int epoll, int operation, int descriptor, long event) {
        try {
            return result(state, (int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, event));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Returns the number of ready events without waiting; 0 after a failure, which {@link #await} reports. */
    static int look(int epoll, long events, int max) {
        try {
            return Math.max(0, (int) EPOLL_LOOK.invokeExact(epoll, events, max, 0));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int await(MemorySegment state, int epoll, long events, int max, int timeoutMillis) {
        try {
            int count = (int) EPOLL_WAIT.invokeExact(epoll, events, max, timeoutMillis);
            return count >= 0 ? count : result(state, (int) EPOLL_WAIT_AGAIN.invokeExact(state, epoll, events, max, 0));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int receive(MemorySegment state, int descriptor, long address, int length) {
        try {
            long count = (long) RECV.invokeExact(descriptor, address, (long) length, MSG_DONTWAIT);
            return count >= 0
                    ? (int) count
                    : result(state, (long)
                            RECV_AGAIN.invokeExact(state, descriptor, address, (long) length, MSG_DONTWAIT));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Returns whether there are bytes to receive, without taking them; {@code address} is that of one byte of memory. */
    static boolean hasInput(int descriptor, long address) {
        try {
            return (long) RECV.invokeExact(descriptor, address, 1L, MSG_DONTWAIT | MSG_PEEK) > 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int send(MemorySegment state, int descriptor, long address, int length) {
        try {
            int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
            long count = (long) SEND.invokeExact(descriptor, address, (long) length, flags);
            return count >= 0
                    ? (int) count
                    : result(state, (long) SEND_AGAIN.invokeExact(state, descriptor, address, (long) length, flags));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int read(MemorySegment state, int descriptor, long address, int length) {
        try {
            return result(state, (long) READ.invokeExact(state, descriptor, address, (long) length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int write(MemorySegment state, int descriptor, long address, int length) {
        try {
            return result(state, (long) WRITE.invokeExact(state, descriptor, address, (long) length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int close(MemorySegment state, int descriptor) {
        try {
            return result(state, (int) CLOSE.invokeExact(state, descriptor));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Closes a descriptor. Needs no memory, and has no result: Linux frees the number in any case, so a repetition could close what
     * another thread has opened since. Not as a critical call: the last reference to a file in an unread message may go with it.
     */
    static void close(int descriptor) {
        try {
            int ignored = (int) CLOSE_ONCE.invokeExact(descriptor);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Returns a result that is not negative; throws an exception for minus {@code errno}. */
    static int check(String call, int result) throws IOException {
        if (result >= 0) {
            return result;
        }
        String meaning = switch (-result) {
            case 12 -> "out of memory";
            case 23, 24 -> "too many open files";
            case 32 -> throw new ClientGoneException(call + ": the client has closed its socket");
            case 104 ->
                throw new ClientGoneException(call + ": the client closed its socket without reading everything");
            default -> "error " + -result;
        };
        throw new IOException(call + ": " + meaning);
    }

    static int result(MemorySegment state, long result) {
        return result < 0 ? -(int) ERRNO.get(state, 0L) : (int) result;
    }

    static RuntimeException unexpected(Throwable t) {
        return t instanceof RuntimeException e ? e : new IllegalStateException("a call to the C library failed", t);
    }

    static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup()
                .find(name)
                .filter(found -> !HIDDEN.contains(name))
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        return linker.downcallHandle(function, type, options);
    }
}
