package dev.patchbay.launcher.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A shared lock on a file, held by another process: a Java process cannot test its own locks. */
final class SharedLock implements AutoCloseable {

    private final Process process;

    /** Starts the process, and returns when it has the lock. */
    SharedLock(Path file) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SharedLock.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() != 'L') {
            throw new IOException("the process could not lock " + file);
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
    }

    /** Locks a file, prints a letter, and waits until the process is killed. */
    public static void main(String[] arguments) throws Exception {
        FileChannel channel = FileChannel.open(
                Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
            System.out.print('L');
            System.out.flush();
            Thread.currentThread().join();
        }
    }
}
