package dev.patchbay.server.config;

import java.nio.file.attribute.GroupPrincipal;
import java.util.Optional;

/**
 * The part of a configuration that concerns the listening socket. Immutable.
 *
 * @param path        {@code socket.path}: an absolute path, {@code @name} for an abstract socket, or {@code systemd:NAME} for a
 *                    socket that this process has inherited
 * @param permissions {@code socket.permissions}: the mode bits of the socket file
 * @param group       {@code socket.group}: the group of the socket file; empty for the group that the system assigns
 * @param backlog     {@code socket.backlog}: how many connections may wait to be accepted
 */
public record SocketConfig(String path, int permissions, Optional<GroupPrincipal> group, int backlog) {

    private static final String INHERITED = "systemd:";

    /** Returns whether this process has inherited the socket, which listens already. */
    public boolean isInherited() {
        return path.startsWith(INHERITED);
    }

    /** Returns the name of the inherited socket. */
    public String inheritedName() {
        return path.substring(INHERITED.length());
    }

    /** Returns whether the name of the socket is abstract, so that there is no file. */
    public boolean isAbstract() {
        return path.startsWith("@");
    }
}
