package dev.patchbay.launcher;

import java.io.IOException;

/**
 * Runs a command in this process's terminal and takes it along when this process ends. The build's {@code run} profile has
 * it inside Maven, so that whatever ends Maven (Ctrl-C, SIGTERM) ends Patchbay too, and Maven is not gone before it.
 */
public final class Child {

    private Child() {}

    /**
     * Returns when the command has ended by itself.
     *
     * @throws IllegalStateException if it failed
     */
    public static void main(String[] command) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command).inheritIO().start();
        Thread end = new Thread(() -> end(child), "end-of-child");
        Runtime.getRuntime().addShutdownHook(end);
        int status = child.waitFor();
        if (status != 0) {
            throw new IllegalStateException("patchbay ended with exit status " + status);
        }
    }

    private static void end(Process child) {
        child.destroy();
        child.onExit().join();
    }
}
