package dev.patchbay.control.view;

import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.control.caller.ProcessNames;
import dev.patchbay.control.caller.Users;
import java.time.Duration;
import java.time.Instant;

/**
 * A live connection. The components mean what those of {@link ConnectionSnapshot} do.
 *
 * @param pid     the process that connected; null if the kernel does not report it
 * @param process the name of that process; null if it has ended since, or is not to be seen
 * @param uid     the user of that process when it connected; null if the kernel does not report it
 * @param user    the name of that user; the number if it has none
 * @param handler the name of the handler in charge; null while the connection is held
 */
public record ConnectionView(
        String server,
        long id,
        Long pid,
        String process,
        Long uid,
        String user,
        String remoteAddress,
        Instant acceptedAt,
        long ageMillis,
        long idleMillis,
        long bytesIn,
        long bytesOut,
        long queued,
        int waiting,
        long dropped,
        String handler) {

    /**
     * Returns the view of a snapshot.
     *
     * @param now       the present time, for the age
     * @param users     finds the names of users
     * @param processes finds the names of processes
     */
    public static ConnectionView of(
            String server, ConnectionSnapshot connection, Instant now, Users users, ProcessNames processes) {
        long pid = connection.peer().pid();
        long uid = connection.peer().uid();
        return new ConnectionView(
                server,
                connection.id(),
                Users.known(pid),
                processes.name(pid, uid),
                Users.known(uid),
                users.name(uid, pid),
                connection.remoteAddress(),
                connection.acceptedAt(),
                Math.max(0, Duration.between(connection.acceptedAt(), now).toMillis()),
                connection.idle().toMillis(),
                connection.bytesIn(),
                connection.bytesOut(),
                connection.queued(),
                connection.waiting(),
                connection.dropped(),
                connection.handler().orElse(null));
    }
}
