package dev.patchbay.server.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The listening sockets that the parent process has passed to this one, by name, in the manner of systemd (sd_listen_fds(3)):
 * {@code LISTEN_FDS} descriptors from 3 on, for the process {@code LISTEN_PID}, with the names {@code LISTEN_FDNAMES}.
 *
 * <p>A socket is lent to one server at a time and is never closed. Closing it would end the listening for every other process
 * that has it, and a server that stops may start again. Clients that connect in between wait in the backlog. All methods may be
 * called from any thread.
 */
final class InheritedSockets {

    private static final InheritedSockets OF_THIS_PROCESS =
            new InheritedSockets(System.getenv(), ProcessHandle.current().pid(), 3);

    private final Map<String, String> environment;
    private final long pid;
    private final int first;
    private final Set<String> lent = ConcurrentHashMap.newKeySet();

    /** Strong references: junixsocket closes the descriptor of a channel that is garbage collected. */
    private final Map<Integer, AFUNIXServerSocketChannel> channels = new ConcurrentHashMap<>();

    /** Uses the given environment, process id and number of the first descriptor. */
    InheritedSockets(Map<String, String> environment, long pid, int first) {
        this.environment = environment;
        this.pid = pid;
        this.first = first;
    }

    static InheritedSockets ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /**
     * Lends the socket of that name until it is {@linkplain #giveBack given back}.
     *
     * @throws IOException if there is no such socket, another server has it, or it is not a listening Unix stream socket; the
     *                     message tells the operator what to do
     */
    AFUNIXServerSocketChannel borrow(String name) throws IOException {
        int descriptor = descriptor(name);
        if (!lent.add(name)) {
            throw fault(name, "another server of this process listens there; name another socket");
        }
        try {
            AFUNIXServerSocketChannel channel = channels.get(descriptor);
            if (channel == null) {
                channel = adopt(name, descriptor);
                channels.put(descriptor, channel);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            lent.remove(name);
            throw e;
        }
    }

    void giveBack(String name) {
        lent.remove(name);
    }

    /** Closes the descriptors that were lent; for tests. */
    void close() throws IOException {
        for (AFUNIXServerSocketChannel channel : channels.values()) {
            channel.close();
        }
        channels.clear();
    }

    private int descriptor(String name) throws IOException {
        List<String> names = names(name);
        int index = names.indexOf(name);
        if (index < 0) {
            throw fault(
                    name,
                    "it is not among the sockets passed to this process, " + names
                            + "; write one of these names, or set FileDescriptorName= in the socket unit");
        }
        if (index != names.lastIndexOf(name)) {
            throw fault(
                    name,
                    Collections.frequency(names, name) + " sockets have that name, " + names
                            + "; give each a socket unit and a FileDescriptorName= of its own");
        }
        return first + index;
    }

    private List<String> names(String wanted) throws IOException {
        String count = environment.get("LISTEN_FDS");
        if (count == null || environment.get("LISTEN_PID") == null) {
            throw fault(
                    wanted,
                    "no socket was passed to this process (LISTEN_FDS or LISTEN_PID is not set); start it"
                            + " through its socket unit, or write a path");
        }
        long owner = number(wanted, "LISTEN_PID", Long.MAX_VALUE);
        if (owner != pid) {
            throw fault(
                    wanted,
                    "the sockets were passed to process " + owner + " (LISTEN_PID), and this is process " + pid
                            + "; start Patchbay with exec, as bin/patchbay does");
        }
        int most = (int) number(wanted, "LISTEN_FDS", Integer.MAX_VALUE - first);
        String names = environment.get("LISTEN_FDNAMES");
        if (names == null) {
            return Collections.nCopies(most, "unknown");
        }
        List<String> list = most == 0 ? List.of() : new ArrayList<>(List.of(names.split(":", -1)));
        if (list.size() != most) {
            throw fault(
                    wanted,
                    "LISTEN_FDNAMES=" + names + " names " + list.size() + " socket(s), but LISTEN_FDS says " + most
                            + "; set both to the same number");
        }
        return list;
    }

    private long number(String wanted, String variable, long most) throws IOException {
        String text = environment.get(variable);
        try {
            long number = text.matches("\\d+") ? Long.parseLong(text) : -1;
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw fault(
                    wanted,
                    variable + "=" + text + " is not a valid number; start the process through its socket unit");
        }
        throw fault(
                wanted, variable + "=" + text + " is not a valid number; start the process through its socket unit");
    }

    private static AFUNIXServerSocketChannel adopt(String name, int descriptor) throws IOException {
        AFUNIXServerSocketChannel channel;
        try {
            checkListens(descriptor);
            FileDescriptorCast cast = FileDescriptorCast.unsafeUsing(descriptor);
            if (!cast.isAvailable(AFUNIXServerSocketChannel.class)) {
                throw new IOException("it is of another kind");
            }
            channel = cast.as(AFUNIXServerSocketChannel.class);
        } catch (IOException | ClassCastException e) {
            throw new IOException(
                    fault(
                                    name,
                                    "descriptor " + descriptor + " is not a Unix stream socket that listens ("
                                            + e.getMessage()
                                            + "); write ListenStream=/path and Accept=no in the socket unit")
                            .getMessage(),
                    e);
        }
        channel.setDeleteOnClose(false);
        channel.setShutdownOnClose(false);
        channel.configureBlocking(false);
        return channel;
    }

    /** Checks type and state in the kernel's list of sockets, if the socket is in it; junixsocket cannot query them. */
    private static void checkListens(int descriptor) throws IOException {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        Path list = Path.of("/proc/self/net/unix");
        if (!Files.isSymbolicLink(link) || !Files.isReadable(list)) {
            return;
        }
        String target = Files.readSymbolicLink(link).toString();
        String inode = target.replaceAll("\\D", "");
        if (!target.startsWith("socket:")) {
            throw new IOException("it is " + target);
        }
        try (Stream<String> lines = Files.lines(list, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            // The columns are Num RefCount Protocol Flags Type St Inode Path; the flag is __SO_ACCEPTCON.
            String[] words = lines.map(line -> line.strip().split(" +"))
                    .filter(columns -> columns.length > 6 && columns[6].equals(inode))
                    .findFirst()
                    .orElse(null);
            if (words != null && !words[4].equals("0001")) {
                throw new IOException("it is of type " + words[4] + ", not SOCK_STREAM");
            }
            if (words != null && !words[3].equals("00010000")) {
                throw new IOException("it does not listen");
            }
        }
    }

    private static IOException fault(String name, String what) {
        return new IOException("cannot serve the inherited socket systemd:" + name + ": " + what);
    }
}
