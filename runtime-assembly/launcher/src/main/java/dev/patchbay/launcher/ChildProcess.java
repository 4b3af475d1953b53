package dev.patchbay.launcher;

import java.io.IOException;

/**
 * Runs a command as a child process, with the standard input, output and error of this process, and terminates the
 * child when this process ends. The {@code run} profile of the build runs this class inside Maven. So a signal that
 * ends Maven, such as SIGINT or SIGTERM, also ends Patchbay, and Maven exits only after Patchbay has exited.
 */
public final class ChildProcess {

    private ChildProcess() {}

    /**
     * Runs the command and returns after it has exited with status 0.
     *
     * @throws IllegalStateException if the command exited with another status
     */
    public static void main(String[] command) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command).inheritIO().start();
        Thread hook = new Thread(() -> terminate(child), "terminate-child");
        Runtime.getRuntime().addShutdownHook(hook);
        int status = child.waitFor();
        if (status != 0) {
            throw new IllegalStateException("patchbay exited with status " + status + "; see its messages above");
        }
    }

    private static void terminate(Process child) {
        child.destroy();
        child.onExit().join();
    }
}
