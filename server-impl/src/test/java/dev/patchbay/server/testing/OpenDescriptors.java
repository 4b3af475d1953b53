package dev.patchbay.server.testing;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The descriptors that this process has open, by what they point to: sockets, pipes, what {@code epoll} and its like are
 * made of, and files below given directories. Not other files, which the virtual machine opens when it needs them. Empty
 * where there is no {@code /proc}.
 */
final class OpenDescriptors {

    private static final Path OURS = Path.of("/proc/self/fd");

    /** How many there are of each; sockets and pipes have a number that makes them the only one. */
    private final Map<String, Integer> counts = new HashMap<>();

    static {
        openWhatStaysOpen();
    }

    private OpenDescriptors() {}

    /** The first channel that is closed makes the JDK open a socket, once and for all. */
    private static void openWhatStaysOpen() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Looks at what is open now. */
    static OpenDescriptors now(List<Path> directories) throws IOException {
        OpenDescriptors open = new OpenDescriptors();
        if (!Files.isDirectory(OURS)) {
            return open;
        }
        try (Stream<Path> descriptors = Files.list(OURS)) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                String target = target(descriptor);
                if (isOfInterest(target, directories)) {
                    open.counts.merge(target, 1, Integer::sum);
                }
            }
        }
        return open;
    }

    /** Empty if it was closed meanwhile, as that of the listing itself may be. */
    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** The name of a file that was removed is followed by {@code (deleted)}. */
    private static boolean isOfInterest(String target, List<Path> directories) {
        return target.startsWith("socket:")
                || target.startsWith("pipe:")
                || target.startsWith("anon_inode:")
                || directories.stream().anyMatch(directory -> target.startsWith(directory + "/"));
    }

    /** Returns what is open now and was not before, each with how many more there are. */
    List<String> moreThan(OpenDescriptors before) {
        List<String> more = new ArrayList<>();
        counts.forEach((target, count) -> {
            int extra = count - before.counts.getOrDefault(target, 0);
            if (extra > 0) {
                more.add(extra + " descriptor(s) of " + target);
            }
        });
        return more;
    }
}
