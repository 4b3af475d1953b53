package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * The mode and the group of a socket file. They change together, and at no moment is a client admitted that neither the old nor
 * the new setting admits. Used by one thread at a time.
 */
final class SocketFileMode {

    private static final int GROUP_BITS = 070;

    /** A name that no other user can replace: Java cannot change the mode of a socket without following a link. */
    private final Path socket;

    /** The group that the system assigned to the file, from the process or from the directory. */
    private final GroupPrincipal original;

    private int mode;
    private GroupPrincipal group;

    /** Takes over a socket file to which no client can connect yet, by a name in a private directory. */
    SocketFileMode(Path socket) throws IOException {
        this.socket = socket;
        this.original = view().readAttributes().group();
        this.group = original;
        this.mode = FileFacts.of(socket).permissions();
    }

    private SocketFileMode(Path socket, SocketFileMode before) {
        this.socket = socket;
        this.original = before.original;
        this.group = before.group;
        this.mode = before.mode;
    }

    /** Sets the group and the mode before clients can connect. A mode that is right already is not touched. */
    void begin(SocketConfig wanted) throws IOException {
        GroupPrincipal first = wanted.group().orElse(original);
        if (!first.equals(group)) {
            setGroup(first, mode, wanted);
        }
        if (mode != wanted.permissions()) {
            set(wanted.permissions());
        }
    }

    /** Follows the socket to another private name. */
    SocketFileMode at(Path other) {
        return new SocketFileMode(other, this);
    }

    /** Sets the group and the mode. If the group cannot be set, the mode stays as it was. */
    void apply(SocketConfig wanted) throws IOException {
        GroupPrincipal next = wanted.group().orElse(original);
        if (!next.equals(group)) {
            int before = mode;
            // First only what both settings allow: neither the old group with the new mode nor the new group with the
            // old mode.
            set(mode & wanted.permissions() & ~GROUP_BITS);
            setGroup(next, before, wanted);
        }
        set(wanted.permissions());
    }

    private void setGroup(GroupPrincipal next, int before, SocketConfig wanted) throws IOException {
        try {
            view().setGroup(next);
            group = next;
        } catch (IOException e) {
            set(before);
            throw new IOException(
                    "cannot give the socket at " + wanted.path() + " the group " + next.getName() + ": "
                            + e.getMessage().replaceFirst("^.*: ", "")
                            + "; add this user to the group, or name a group of which it is a member",
                    e);
        }
    }

    private void set(int bits) throws IOException {
        Files.setPosixFilePermissions(socket, permissions(bits));
        mode = bits;
    }

    private PosixFileAttributeView view() {
        return Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] bits = PosixFilePermission.values();
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < bits.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                set.add(bits[i]);
            }
        }
        return set;
    }
}
