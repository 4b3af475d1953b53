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
 * The listening sockets that whoever started this process has handed over, by name, as systemd does (sd_listen_fds(3)):
 * {@code LISTEN_FDS} descriptors from 3 on, meant for the process {@code LISTEN_PID}, called {@code LISTEN_FDNAMES}.
 *
 * <p>A socket is lent to one server at a time and never closed: closing would end the listening for whoever else has it,
 * and a server that stops may start again. Clients that come meanwhile wait in its backlog.
 */
final class InheritedSockets {

    private static final InheritedSockets OF_THIS_PROCESS =
            new InheritedSockets(System.getenv(), ProcessHandle.current().pid(), 3);

    private final Map<String, String> environment;
    private final long pid;
    private final int first;
    private final Set<String> lent = ConcurrentHashMap.newKeySet();

    /** Strongly held: junixsocket closes the descriptor of a channel that is collected. */
    private final Map<Integer, AFUNIXServerSocketChannel> channels = new ConcurrentHashMap<>();

    /** Takes an environment, the number of the process, and that of the first descriptor. */
    InheritedSockets(Map<String, String> environment, long pid, int first) {
        this.environment = environment;
        this.pid = pid;
        this.first = first;
    }

    static InheritedSockets ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /**
     * Lends the socket of that name, until it is {@linkplain #giveBack given back}.
     *
     * @throws IOException with a sentence for the operator, if there is none, or it is not a listening Unix stream socket
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

    /** Closes the descriptors that have been used. */
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
                    "there is none of that name among those handed over, " + names
                            + "; write one of these, or set FileDescriptorName= in the socket unit");
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
                    "nobody has handed a socket to this process (LISTEN_FDS or LISTEN_PID is not set); start it"
                            + " through its socket unit, or write a path");
        }
        long owner = number(wanted, "LISTEN_PID", Long.MAX_VALUE);
        if (owner != pid) {
            throw fault(
                    wanted,
                    "the sockets were handed to process " + owner + " (LISTEN_PID), and this is " + pid
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
                    "LISTEN_FDNAMES=" + names + " names " + list.size() + " socket(s), and LISTEN_FDS says " + most
                            + "; set both alike");
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
            throw fault(wanted, variable + "=" + text + " is no such number; start it through its socket unit");
        }
        throw fault(wanted, variable + "=" + text + " is no such number; start it through its socket unit");
    }

    private static AFUNIXServerSocketChannel adopt(String name, int descriptor) throws IOException {
        AFUNIXServerSocketChannel channel;
        try {
            checkListens(descriptor);
            FileDescriptorCast cast = FileDescriptorCast.unsafeUsing(descriptor);
            if (!cast.isAvailable(AFUNIXServerSocketChannel.class)) {
                throw new IOException("it is something else");
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

    /** Looks the socket up in the kernel's list, if it is in there: junixsocket cannot ask for type and state. */
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
            // Num RefCount Protocol Flags Type St Inode Path; the flag is __SO_ACCEPTCON.
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
