package dev.patchbay.server.config;

import java.nio.file.attribute.GroupPrincipal;
import java.util.Optional;

/**
 * What a configuration says about the listening socket.
 *
 * @param path        {@code socket.path}: an absolute path, {@code @name} for an abstract one, or {@code systemd:NAME} for one
 *                    that this process has inherited
 * @param permissions {@code socket.permissions}: mode bits of the socket file
 * @param group       {@code socket.group}: the group of the socket file; empty for that which the system gives it
 * @param backlog     {@code socket.backlog}: connections that may wait to be accepted
 */
public record SocketConfig(String path, int permissions, Optional<GroupPrincipal> group, int backlog) {

    private static final String INHERITED = "systemd:";

    /** Tells whether this process has inherited the socket, listening. */
    public boolean isInherited() {
        return path.startsWith(INHERITED);
    }

    /** Returns the name of the inherited socket. */
    public String inheritedName() {
        return path.substring(INHERITED.length());
    }

    /** Tells whether the socket's name is abstract: not a file. */
    public boolean isAbstract() {
        return path.startsWith("@");
    }
}
