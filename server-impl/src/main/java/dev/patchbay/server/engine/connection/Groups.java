package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.ConnectionRef;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups of one server: those that have members.
 *
 * <p>Connections join and leave under this object's monitor, which is held for a few assignments. Sending takes no lock but,
 * for a moment, that of each member's queue. For any thread.
 */
public final class Groups {

    private final String server;

    /** The members by the name of the group. Guarded by this for writing; read by any thread. */
    private final ConcurrentHashMap<String, Set<Mailbox>> members = new ConcurrentHashMap<>();

    public Groups(String server) {
        this.server = server;
    }

    /** Returns the group of that name, which need not have members. */
    public ConnectionGroup group(String name) {
        return new Group(this, Objects.requireNonNull(name, "name"));
    }

    /** Returns how many groups have members. */
    public int count() {
        return members.size();
    }

    private synchronized boolean join(String name, Mailbox member) {
        if (member.messages().isSealed() || member.groups != null && member.groups.contains(name)) {
            return false;
        }
        if (member.groups == null) {
            member.groups = new HashSet<>();
        }
        // First, so that a member is removed at its end even if there is no memory for what follows.
        member.groups.add(name);
        members.computeIfAbsent(name, fresh -> ConcurrentHashMap.newKeySet()).add(member);
        return true;
    }

    private synchronized boolean leave(String name, Mailbox member) {
        if (member.groups == null || !member.groups.remove(name)) {
            return false;
        }
        remove(name, member);
        return true;
    }

    /** Removes a member that has ended, and whose queue is sealed, from all of its groups. */
    synchronized void leaveAll(Mailbox member) {
        if (member.groups != null) {
            member.groups.forEach(name -> remove(name, member));
            member.groups = null;
        }
    }

    private void remove(String name, Mailbox member) {
        Set<Mailbox> group = members.get(name);
        if (group != null) {
            group.remove(member);
            if (group.isEmpty()) {
                members.remove(name);
            }
        }
    }

    private int send(String name, Object message) {
        Set<Mailbox> group = members.get(name);
        int taken = 0;
        if (group != null) {
            for (Mailbox member : group) {
                taken += member.send(message) ? 1 : 0;
            }
        }
        return taken;
    }

    private int size(String name) {
        Set<Mailbox> group = members.get(name);
        return group == null ? 0 : group.size();
    }

    /** Returns the mailbox of a connection of this server; null if the connection has ended. */
    private Mailbox mailbox(ConnectionRef ref) {
        Objects.requireNonNull(ref, "member");
        if (ref instanceof Mailbox mailbox) {
            Connection live = mailbox.connection();
            if (live == null ? mailbox.server().equals(server) : live.host().groups() == this) {
                return live == null ? null : mailbox;
            }
        }
        throw new IllegalArgumentException("connection " + ref.id() + " of server " + ref.server()
                + " cannot be in a group of server " + server + ": a group has connections of one server");
    }

    /** A group by its name, whether it has members or not. */
    private record Group(Groups groups, String name) implements ConnectionGroup {

        @Override
        public boolean join(ConnectionRef member) {
            Mailbox mailbox = groups.mailbox(member);
            return mailbox != null && groups.join(name, mailbox);
        }

        @Override
        public boolean leave(ConnectionRef member) {
            Mailbox mailbox = groups.mailbox(member);
            return mailbox != null && groups.leave(name, mailbox);
        }

        @Override
        public int size() {
            return groups.size(name);
        }

        @Override
        public int send(Object message) {
            return groups.send(name, Objects.requireNonNull(message, "message"));
        }

        @Override
        public String toString() {
            return "group " + name + " of server " + groups.server;
        }
    }
}
