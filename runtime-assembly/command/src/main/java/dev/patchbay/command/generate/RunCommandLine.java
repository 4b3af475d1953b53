package dev.patchbay.command.generate;

import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.util.List;

/** The declaration of {@code patchbay run}, which the launcher parses. It is here for the completion and the man page. */
final class RunCommandLine {

    private RunCommandLine() {}

    static Declaration declaration() {
        return new Declaration(
                "run",
                "run the servers in the foreground",
                List.of(""),
                List.of(),
                0,
                0,
                List.of(
                        new Flag(
                                "",
                                "home",
                                new Operand("DIR", Operand.Kind.FOLDER, ""),
                                "the folder of conf/, plugins/, run/, log/ and cache/; missing ones are created. "
                                        + "Default: the folder of the distribution"),
                        new Flag(
                                "", "no-shell", null, "do not open a shell on the terminal; there is none without one"),
                        new Flag("", "strict", null, "do not start at all if a single server cannot start"),
                        new Flag(
                                "",
                                "allow-unsafe-files",
                                null,
                                "start even if another user can write to files that are run"),
                        new Flag("", "help", null, "show this help")),
                List.of(
                        "Runs the servers in the foreground. When all of them accept connections, Patchbay prints one line that "
                                + "names their sockets. On SIGTERM and SIGINT, Patchbay drains all connections and exits with status 0. "
                                + "'patchbay run --help' lists the exit statuses."));
    }
}
