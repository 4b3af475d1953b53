package dev.patchbay.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a configuration file: a properties file in UTF-8, with or without a byte order mark, with line ends of any system. What
 * cannot be read as such is refused with the place and what to do. Reading never waits: only regular files are opened.
 */
final class ConfigurationText {

    /** The greatest size of a file. No configuration is nearly as long. */
    private static final int MOST_BYTES = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** An escape that {@link Properties} cannot read; group 1 holds the backslashes before it. */
    private static final Pattern BAD_ESCAPE = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\u(?![0-9a-fA-F]{4})");

    /** A file that cannot be used. The message is the rest of a sentence after the name of the file. */
    static final class Unusable extends IOException {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    private ConfigurationText() {}

    /** Reads a file. */
    static Properties read(Path file) throws Unusable {
        String text = decode(bytes(file));
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new Unusable("holds a NUL byte in line " + line(text, nul) + "; it is no text file, or was cut off");
        }
        Matcher escape = BAD_ESCAPE.matcher(text);
        if (escape.find() && !isInComment(text, escape.start())) {
            throw new Unusable("holds a wrong escape in line " + line(text, escape.start())
                    + ": \\u needs four hexadecimal digits; write \\\\u for a backslash and a u");
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new Unusable("is no properties file: " + e.getMessage());
        }
        return properties;
    }

    private static byte[] bytes(Path file) throws Unusable {
        if (!Files.isRegularFile(file)) {
            throw new Unusable(kind(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Unusable("is larger than " + MOST_BYTES + " bytes, so it is no configuration");
            }
            return bytes;
        } catch (Unusable e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new Unusable("cannot be read: permission denied for the user " + System.getProperty("user.name")
                    + "; change its owner or mode");
        } catch (IOException e) {
            throw new Unusable("cannot be read: " + e);
        }
    }

    /** Returns what a file that is not regular is. */
    private static String kind(Path file) {
        if (Files.isSymbolicLink(file)) {
            return Files.exists(file)
                    ? "is a link to something that is not a file"
                    : "is a link to " + target(file) + ", which does not exist or cannot be reached";
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return "is a folder; a configuration is a file";
        }
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? "is neither a file nor a folder, but a pipe, a socket or a device; a configuration is a file"
                : "has gone";
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return "something";
        } catch (IOException e) {
            return "something that cannot be told: " + e;
        }
    }

    private static String decode(byte[] bytes) throws Unusable {
        if (bytes.length >= 2 && (bytes[0] == -2 && bytes[1] == -1 || bytes[0] == -1 && bytes[1] == -2)) {
            throw new Unusable("is written in UTF-16; save it in UTF-8");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int wrong = in.position();
            throw new Unusable(String.format(
                    Locale.ROOT,
                    "is not in UTF-8: byte %d of the file, in line %d, is 0x%02X; save it in UTF-8",
                    wrong + 1,
                    line(text, text.length()),
                    bytes[wrong] & 0xFF));
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static boolean isInComment(String text, int place) {
        int start = Math.max(text.lastIndexOf('\n', place), text.lastIndexOf('\r', place)) + 1;
        String line = text.substring(start, place).stripLeading();
        return line.startsWith("#") || line.startsWith("!");
    }

    /** Returns the number of the line, from 1, in which a place is. */
    private static long line(String text, int place) {
        return text.substring(0, place)
                        .replace("\r\n", "\n")
                        .replace('\r', '\n')
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
    }
}
