package dev.patchbay.launcher.exit;

/** The exit statuses of the process. The numbers are those of {@code sysexits.h}. */
public enum ExitStatus {

    /** The process ended on request: by a signal, or by a command in the shell. */
    OK(0),

    /** The command line is wrong. */
    USAGE(64),

    /** The distribution or the process is broken: for example, a bundle does not start, or a stop does not complete. */
    SOFTWARE(70),

    /** The home directory cannot be created or written. */
    CANNOT_CREATE(73),

    /** Another process uses this home directory. */
    IN_USE(75),

    /** Another user can write to files that the process runs or reads its configuration from. */
    UNSAFE(77),

    /** A server cannot start with its configuration. */
    CONFIGURATION(78);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** Returns the number that the process exits with. */
    public int code() {
        return code;
    }
}
