package dev.patchbay.command.top;

import dev.patchbay.command.host.Output;
import dev.patchbay.command.text.Terminal;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A terminal that shows one frame after the other on its alternate screen, and reads keys. However the process ends, but for SIGKILL,
 * the terminal is as it was before. Used by one thread.
 */
final class Screen implements AutoCloseable {

    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_REST = "\u001b[J";

    private static final int LINES = 24;
    private static final int COLUMNS = 80;

    private final Output output;
    private final Thread restore = new Thread(this::leave, "restore-terminal");
    private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();

    /** The settings of the terminal to go back to; null if standard input is no terminal. */
    private final String settings;

    private boolean left;

    /** Takes the terminal. */
    Screen(Output output) {
        this.output = output;
        settings = stty("-g");
        Runtime.getRuntime().addShutdownHook(restore);
        if (settings != null) {
            stty("-icanon", "-echo", "min", "1", "time", "0");
            Thread reader = new Thread(this::read, "keys");
            reader.setDaemon(true);
            reader.start();
        }
        write(ENTER);
    }

    private void read() {
        try {
            FileInputStream in = new FileInputStream(FileDescriptor.in);
            for (int key = in.read(); key >= 0; key = in.read()) {
                keys.add(key);
            }
        } catch (IOException e) {
            // There are no more keys, but there is Ctrl-C.
            return;
        }
    }

    /** Waits for a key, and returns whether it is one that ends the command. Another one ends the wait. */
    boolean isEndedWithin(long millis) throws InterruptedException {
        Integer key = keys.poll(millis, TimeUnit.MILLISECONDS);
        return key != null && (key == 'q' || key == 'Q');
    }

    /** Returns the lines and columns of the terminal as it is now. */
    int[] size() {
        String size = settings == null ? run(List.of("stty", "size"), new File("/dev/tty")) : stty("size");
        String[] numbers = size == null ? new String[0] : size.split(" ");
        try {
            int lines = Integer.parseInt(numbers[0]);
            int columns = Integer.parseInt(numbers[1]);
            return new int[] {lines > 0 ? lines : LINES, columns > 0 ? columns : COLUMNS};
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return new int[] {LINES, COLUMNS};
        }
    }

    /** Returns what the terminal can show at a width. */
    Terminal terminal(int columns) {
        return new Terminal(columns, output.terminal().colour());
    }

    /** Shows lines in place of those before. */
    void show(List<String> lines) {
        StringBuilder text = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(CLEAR_LINE);
        }
        write(text.append(CLEAR_REST).toString());
    }

    private void write(String text) {
        output.verbatim(text);
        output.flush();
    }

    private synchronized void leave() {
        if (!left) {
            left = true;
            write(LEAVE);
            if (settings != null) {
                stty(settings);
            }
        }
    }

    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook has nothing left to do.
            return;
        }
    }

    private static String stty(String... arguments) {
        List<String> words = new ArrayList<>(List.of("stty"));
        words.addAll(List.of(arguments));
        return run(words, null);
    }

    /** Runs a command on standard input or a file, and returns what it says; null if it fails. */
    private static String run(List<String> words, File input) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectInput(
                            input == null ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.from(input))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? said : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
