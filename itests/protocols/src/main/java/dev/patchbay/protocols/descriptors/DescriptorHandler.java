package dev.patchbay.protocols.descriptors;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.FrameEncoder;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerProperties;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Passes files by descriptor. Commands and answers are lines:
 *
 * <ul>
 *   <li>{@code get NAME}: the descriptor of a file comes with the answer, so that a client reads it without a right to its
 *       folder;
 *   <li>{@code take NAME}: as {@code get}, and the file is removed as soon as the descriptor was sent;
 *   <li>{@code measure}: answers the length of the file whose descriptor came with the command;
 *   <li>{@code append TEXT}: writes a text to the file whose descriptor came with the command.
 * </ul>
 */
@HandlerProperties(name = "descriptors")
public final class DescriptorHandler implements Handler {

    private static final int LONGEST_LINE = 4096;

    private final Path folder;

    /** Creates a handler that passes the files of a folder. */
    public DescriptorHandler(Path folder) {
        this.folder = folder;
    }

    @Override
    public void opened(ConnContext conn) {
        conn.acceptDescriptors(1);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        ByteBuffer line;
        while ((line = Frames.line(conn, in, LONGEST_LINE)) != null) {
            String[] words = UTF_8.decode(line).toString().split(" ", 2);
            try {
                serve(conn, words[0], words.length == 1 ? "" : words[1]);
            } catch (IOException e) {
                conn.write(answer("error " + e));
            }
        }
    }

    private void serve(ConnContext conn, String command, String argument) throws IOException {
        switch (command) {
            case "get" -> pass(conn, argument);
            case "take" -> {
                Path file = pass(conn, argument);
                // A swap waits as well, so that the file is removed by the handler that has passed it.
                ConnContext.Pending removal = conn.pending();
                conn.afterSent(() -> {
                    remove(file);
                    removal.close();
                });
            }
            case "measure" -> {
                try (FileInputStream file = new FileInputStream(descriptor(conn))) {
                    conn.write(answer("ok " + file.getChannel().size()));
                }
            }
            case "append" -> {
                try (FileOutputStream file = new FileOutputStream(descriptor(conn))) {
                    file.write(argument.getBytes(UTF_8));
                }
                conn.write(answer("ok"));
            }
            default -> conn.write(answer("error no command " + command));
        }
    }

    /** Sends the descriptor of a file. The host sends a duplicate, so the file may be closed at once. */
    private Path pass(ConnContext conn, String name) throws IOException {
        if (name.isEmpty() || name.startsWith(".") || name.contains("/")) {
            throw new IOException("no name of a file: " + name);
        }
        Path path = folder.resolve(name);
        try (FileInputStream file = new FileInputStream(path.toFile())) {
            conn.write(answer("ok " + file.getChannel().size()), file.getFD());
        }
        return path;
    }

    /** Returns the descriptor that came with a command; a client sends one, and waits for the answer. */
    private static FileDescriptor descriptor(ConnContext conn) throws IOException {
        List<FileDescriptor> descriptors = conn.takeDescriptors();
        for (int i = 1; i < descriptors.size(); i++) {
            new FileInputStream(descriptors.get(i)).close();
        }
        if (descriptors.isEmpty()) {
            throw new IOException("no descriptor came with the command");
        }
        return descriptors.get(0);
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer answer(String line) {
        return FrameEncoder.line(UTF_8.encode(line));
    }
}
