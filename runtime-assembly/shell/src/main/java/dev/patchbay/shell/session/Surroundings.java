package dev.patchbay.shell.session;

import dev.patchbay.control.caller.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all shells of the host have in common.
 *
 * @param profile the file of the commands with which a session begins
 * @param history the file of the lines that were typed at terminals
 * @param version the version of Patchbay
 * @param servers returns the names of the servers
 */
record Surroundings(Path profile, Path history, String version, Supplier<Set<String>> servers) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.patchbay.control");
    private static final int LONGEST = 500;

    /** Runs the profile, which says what a session may use. */
    void profile(CommandSession session) {
        try {
            session.execute(Files.readString(profile, StandardCharsets.UTF_8));
        } catch (Exception e) {
            LOG.warn("the profile of the shell, {}, cannot be run: {}", profile, e.toString());
        }
    }

    /** Returns the file of the history, which its owner alone can read. */
    @Override
    public Path history() {
        try {
            if (Files.notExists(history)) {
                Files.createFile(
                        history, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("there will be no history of the shell", e);
        }
        return history;
    }

    String greeting() {
        return "Patchbay " + version
                + ". \"help\" lists the commands, Tab completes, Ctrl-D ends this shell and nothing else.";
    }

    /** Writes a command into the log, with who types: what the command does is logged as done by the host itself. */
    void log(long shell, String caller, String command) {
        String line = Line.of(command.strip());
        LOG.info(
                "shell {} of {} runs: {}",
                shell,
                caller,
                line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    }
}
