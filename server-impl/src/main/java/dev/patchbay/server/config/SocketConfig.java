package dev.patchbay.server.config;

import java.nio.file.attribute.GroupPrincipal;
import java.util.Optional;

/**
 * What a configuration says about the listening socket.
 *
 * @param path        {@code socket.path}: an absolute path, or {@code @name} for an abstract one
 * @param permissions {@code socket.permissions}: mode bits of the socket file
 * @param group       {@code socket.group}: the group of the socket file; empty for that which the system gives it
 * @param backlog     {@code socket.backlog}: connections that may wait to be accepted
 */
public record SocketConfig(String path, int permissions, Optional<GroupPrincipal> group, int backlog) {

    /** Tells whether the socket's name is abstract: not a file. */
    public boolean isAbstract() {
        return path.startsWith("@");
    }
}
