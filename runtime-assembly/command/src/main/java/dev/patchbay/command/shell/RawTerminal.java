package dev.patchbay.command.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The terminal that is the standard input of this process, in raw mode: each key arrives as it is typed. {@code stty(1)} sets the
 * mode, and restores it at every orderly end of this process.
 */
final class RawTerminal implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    private final String before;
    private final Thread hook = new Thread(this::restore, "restore-terminal");

    private RawTerminal(String before) {
        this.before = before;
    }

    /** Takes the terminal; null if standard input is none. */
    static RawTerminal open() {
        String before = stty("-g");
        if (before == null || before.isEmpty()) {
            return null;
        }
        RawTerminal terminal = new RawTerminal(before);
        Runtime.getRuntime().addShutdownHook(terminal.hook);
        if (stty("raw", "-echo") == null) {
            terminal.close();
            return null;
        }
        return terminal;
    }

    /** Returns the rows and columns; 24 and 80 if the terminal does not know. */
    int[] size() {
        String size = stty("size");
        if (size != null && size.matches("[1-9]\\d{0,3} [1-9]\\d{0,3}")) {
            int blank = size.indexOf(' ');
            return new int[] {Integer.parseInt(size.substring(0, blank)), Integer.parseInt(size.substring(blank + 1))};
        }
        return new int[] {24, 80};
    }

    private void restore() {
        stty(before);
    }

    /** Restores the mode that the terminal had. */
    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already, and has restored it.
            return;
        }
    }

    /** Runs stty on standard input, and returns what it prints; null if it fails. */
    private static String stty(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add("stty");
        words.addAll(Arrays.asList(arguments));
        try {
            Process process = new ProcessBuilder(words)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0 ? printed : null;
            }
            process.destroyForcibly();
            return null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
