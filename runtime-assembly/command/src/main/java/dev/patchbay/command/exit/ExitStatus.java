package dev.patchbay.command.exit;

/** The exit statuses of a command. The numbers from 64 on are those of {@code sysexits.h}. */
public enum ExitStatus {

    /** The command has done what it was told. */
    OK(0),

    /** The running Patchbay refused or could not complete the operation, or is not healthy. */
    FAILED(1),

    /** The command line is wrong. */
    USAGE(64),

    /** No Patchbay runs in the home, or it has ended before it answered. */
    UNAVAILABLE(69),

    /** An error inside the command itself. */
    SOFTWARE(70),

    /** The output could not be written, for example to a full disk. */
    OUTPUT_LOST(74),

    /** This user may not talk to the Patchbay in the home. */
    NOT_ALLOWED(77),

    /** Ctrl-C has ended the command before its time, as shells have it: 128 and the number of the signal. */
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** Returns the number that the process exits with. */
    public int code() {
        return code;
    }
}
