package dev.patchbay.control.view;

import dev.patchbay.control.problem.Problem;
import java.time.Instant;
import java.util.List;

/**
 * The whole process.
 *
 * @param version   the version of Patchbay
 * @param pid       the id of the process
 * @param java      the version of Java
 * @param home      the home directory; null if there is none, as in Karaf
 * @param startedAt the time at which the process started
 * @param ready     whether each server accepts connections and has a handler
 * @param servers   all servers, sorted by name
 * @param plugins   the files in the folder of plugins
 * @param problems  all that an operator should look at
 */
public record StatusView(
        String version,
        long pid,
        String java,
        String home,
        Instant startedAt,
        boolean ready,
        List<ServerView> servers,
        List<PluginView> plugins,
        List<Problem> problems) {}
