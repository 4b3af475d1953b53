package dev.patchbay.shell.session;

/** The client of a shell. One thread calls it. */
interface ShellClient {

    /**
     * Sends what a shell has printed. May wait for the client.
     *
     * @throws IllegalStateException if it cannot be sent at the moment
     */
    void output(String text, boolean error);

    /** Sends that the shell has ended, with the status of its last command. */
    void ended(int status);
}
