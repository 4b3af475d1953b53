package dev.patchbay.launcher;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import dev.patchbay.launcher.home.Home;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The options of {@code bin/patchbay run}.
 *
 * @param home             the absolute path of the home directory
 * @param shell            whether a shell reads standard input
 * @param allowUnsafeFiles whether to start although other users can write to files that are run
 * @param strict           whether the start fails if a single server cannot start
 */
public record Options(Path home, boolean shell, boolean allowUnsafeFiles, boolean strict) {

    /**
     * Parses the arguments after {@code run}.
     *
     * @param defaultHome the home directory if no argument names one
     * @throws LaunchFailure with {@link ExitStatus#USAGE} if an argument is wrong; the message names the first such
     *     argument
     */
    public static Options parse(List<String> arguments, Path defaultHome) throws LaunchFailure {
        Path home = defaultHome;
        boolean shell = true;
        boolean allowUnsafeFiles = false;
        boolean strict = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--no-shell")) {
                shell = false;
            } else if (argument.equals("--allow-unsafe-files")) {
                allowUnsafeFiles = true;
            } else if (argument.equals("--strict")) {
                strict = true;
            } else if (argument.equals("--home")) {
                home = directory(rest.hasNext() ? rest.next() : "");
            } else if (argument.startsWith("--home=")) {
                home = directory(argument.substring("--home=".length()));
            } else {
                throw usage("unknown argument '" + argument + "'");
            }
        }
        return new Options(Home.absolute(home), shell, allowUnsafeFiles, strict);
    }

    private static Path directory(String value) throws LaunchFailure {
        if (value.isBlank()) {
            throw usage("--home needs a directory");
        }
        if (value.startsWith("--")) {
            throw usage(
                    "--home needs a directory, and '" + value + "' is an option; write ./" + value + " if it is one");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw usage("--home '" + value + "' is not a path: " + e.getReason());
        }
    }

    private static LaunchFailure usage(String what) {
        return new LaunchFailure(ExitStatus.USAGE, what + "; try 'patchbay run --help'");
    }
}
