package dev.patchbay.server.poll;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The supplementary groups of a client at the moment when it connected: the option {@code SO_PEERGROUPS} of Linux, of which
 * junixsocket knows nothing. Looking into {@code /proc} instead would not do: by then the number of the process may be
 * another's.
 */
final class PeerGroups {

    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERGROUPS = 59;
    private static final int ERANGE = 34;
    private static final int USUAL = 32;

    /** The most groups that a process can have: {@code NGROUPS_MAX}. */
    private static final int MOST = 65_536;

    private static final MethodHandle GETSOCKOPT = Epoll.handle(
            "getsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Epoll.WITH_ERRNO);

    private PeerGroups() {}

    static List<Long> of(AFUNIXSocketChannel channel) throws IOException {
        int descriptor = FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
        List<Long> groups = read(descriptor, USUAL);
        return groups != null ? groups : read(descriptor, MOST);
    }

    /** Returns null if there are more than {@code most}. */
    private static List<Long> read(int descriptor, int most) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment errno = call.allocate(Epoll.STATE_SIZE, 8);
            MemorySegment ids = call.allocate(JAVA_INT, most);
            MemorySegment length = call.allocateFrom(JAVA_INT, most * Integer.BYTES);
            int result = Epoll.result(errno, (int) GETSOCKOPT.invokeExact(
                    errno, descriptor, SOL_SOCKET, SO_PEERGROUPS, ids.address(), length.address()));
            if (result == -ERANGE) {
                return null;
            }
            Epoll.check("getsockopt(SO_PEERGROUPS)", result);
            List<Long> groups = new ArrayList<>();
            for (int i = 0; i < length.get(JAVA_INT, 0) / Integer.BYTES; i++) {
                groups.add(Integer.toUnsignedLong(ids.getAtIndex(JAVA_INT, i)));
            }
            return groups;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("a call to the C library failed", t);
        }
    }
}
