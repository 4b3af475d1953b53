package dev.patchbay.server.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.patchbay.server.config.SocketPath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The functions of the C library of Linux that make a listening socket: socket(2), fchmod(2), unshare(2), umask(2), bind(2), listen(2), close(2).
 * Where they may not be called, this class cannot be initialized: check {@link SocketCallsAvailability} first. May be used by any thread.
 */
final class SocketCalls {

    /** Functions that tests hide, to make this C library look like one without them. */
    private static final List<String> HIDDEN =
            List.of(System.getProperty("dev.patchbay.hidden.functions", "").split(","));

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int CLONE_FS = 0x200;

    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCHMOD = handle("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle UNSHARE = handle("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UMASK = handle("umask", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            handle("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN = handle("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private SocketCalls() {}

    /** Makes a non-blocking stream socket that no child process inherits, and returns its descriptor. */
    static int socket() throws IOException {
        return call("socket", state ->
                (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    }

    static void changeMode(int descriptor, int mode) throws IOException {
        call("fchmod", state -> (int) FCHMOD.invokeExact(state, descriptor, mode));
    }

    /**
     * Clears the umask of the calling thread alone, which has one of its own from then on. Where a thread may not have one, as in
     * many containers, the umask stays as it is.
     *
     * @return whether the umask is clear
     */
    static boolean clearUmaskOfThread() {
        try {
            call("unshare", state -> (int) UNSHARE.invokeExact(state, CLONE_FS));
            call("umask", state -> (int) UMASK.invokeExact(state, 0));
            return true;
        } catch (IOException denied) {
            return false;
        }
    }

    /** Makes the virtual machine link {@link #listen}, so that the first real call is as quick as any. */
    static void linkListen() {
        try {
            listen(-1, 0);
        } catch (IOException expected) {
            return;
        }
    }

    /** Binds a socket to a path, without following a link there. */
    static void bind(int descriptor, byte[] path) throws IOException {
        if (path.length > SocketPath.MAX_BYTES) {
            throw new IOException("the path has " + path.length + " bytes, but the kernel allows "
                    + SocketPath.MAX_BYTES + "; choose a shorter path");
        }
        try (Arena arena = Arena.ofConfined()) {
            // struct sockaddr_un: the family, the path, a zero byte.
            int size = Short.BYTES + path.length + 1;
            MemorySegment address = arena.allocate(size, Short.BYTES);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, Short.BYTES, path.length);
            call("bind", state -> (int) BIND.invokeExact(state, descriptor, address, size));
        }
    }

    static void listen(int descriptor, int backlog) throws IOException {
        call("listen", state -> (int) LISTEN.invokeExact(state, descriptor, backlog));
    }

    static void close(int descriptor) throws IOException {
        call("close", state -> (int) CLOSE.invokeExact(state, descriptor));
    }

    /** A call that returns a negative number if it fails. */
    private interface Call {
        int make(MemorySegment state) throws Throwable;
    }

    private static int call(String name, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = call.make(state);
            if (result < 0) {
                throw new IOException(name + ": " + meaning((int) ERRNO.get(state, 0L)));
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("a call to the C library failed", t);
        }
    }

    private static String meaning(int errno) {
        return switch (errno) {
            case 1, 13 -> "this user may not do that";
            case 2 -> "the directory does not exist any more";
            case 12 -> "out of memory";
            case 20 -> "the path leads through something that is not a directory";
            case 23, 24 -> "too many open files";
            case 28 -> "the file system is full";
            case 30 -> "the file system is read-only";
            case 40 -> "too many symbolic links";
            case 98 -> "something else has just been created there; remove it or choose another path";
            case 122 -> "the quota of the file system is exhausted";
            default -> "error " + errno;
        };
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup()
                .find(name)
                .filter(found -> !HIDDEN.contains(name))
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        return linker.downcallHandle(function, type, Linker.Option.captureCallState("errno"));
    }
}
