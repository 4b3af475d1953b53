package dev.patchbay.launcher;

/** How the process ends, with the numbers of {@code sysexits.h} where they have one. */
public enum ExitStatus {

    /** Ended as it was told to: by a signal, or by a command in the shell. */
    OK(0),

    /** The command line is wrong. */
    USAGE(64),

    /** Something inside is broken: a bundle that does not start, a stop that does not end. */
    SOFTWARE(70),

    /** The home directory cannot be made or written. */
    CANNOT_CREATE(73),

    /** Another process works in this home directory. */
    IN_USE(75),

    /** Somebody else can write to what is run here. */
    UNSAFE(77),

    /** A configuration that cannot work. */
    CONFIGURATION(78);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** Returns the exit status of the process. */
    public int code() {
        return code;
    }
}
