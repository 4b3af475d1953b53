package dev.patchbay.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Turns the names of users and groups into numbers. Finds the accounts in the system's own files, and all others that {@code
 * getent(1)} knows, such as those of a directory service. May be called from any thread; may wait for {@code getent}.
 */
final class Accounts {

    private static final long LARGEST_ID = 0xFFFF_FFFEL;
    private static final long PATIENCE_SECONDS = 5;

    /** The place of the id in {@code name:password:id:...}, the same in passwd(5) and group(5). */
    private static final int ID_FIELD = 2;

    private final String database;
    private final String kind;

    private Accounts(String database, String kind) {
        this.database = database;
        this.kind = kind;
    }

    /** Reads a list of users, names or numbers, separated by commas. */
    static Set<Long> users(String text) {
        return new Accounts("passwd", "user").ids(text);
    }

    /** Reads a list of groups, in the same form. */
    static Set<Long> groups(String text) {
        return new Accounts("group", "group").ids(text);
    }

    private Set<Long> ids(String text) {
        Set<Long> ids = new TreeSet<>();
        for (String item : text.split(",")) {
            String name = item.strip();
            if (!name.isEmpty()) {
                ids.add(id(name));
            }
        }
        // A list of commas alone must not be taken for an empty list, which admits every client.
        if (ids.isEmpty() && !text.isBlank()) {
            throw new IllegalArgumentException(
                    "names no " + kind + "; write names or numbers, or leave out the key to admit every client");
        }
        return ids;
    }

    private long id(String name) {
        if (name.matches("\\d{1,10}")) {
            long id = Long.parseLong(name);
            if (id > LARGEST_ID) {
                throw new IllegalArgumentException(
                        "names " + name + ", which is not a " + kind + "; write a number from 0 to " + LARGEST_ID);
            }
            return id;
        }
        // getent would take a name of another form for an option, or would not find it.
        if (name.matches("[\\p{Alnum}_][\\p{Alnum}_.@$-]*")) {
            for (String line : lines(name)) {
                String[] fields = line.split(":");
                if (fields.length > ID_FIELD && fields[0].equals(name)) {
                    return Long.parseLong(fields[ID_FIELD]);
                }
            }
        }
        throw new IllegalArgumentException("names the " + kind + " " + name
                + ", which does not exist; write names or numbers, separated by commas");
    }

    private List<String> lines(String name) {
        try {
            Path file = Path.of("/etc", database);
            List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
            return lines.stream().anyMatch(line -> line.startsWith(name + ":")) ? lines : asked(name);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be looked up: " + e.getMessage(), e);
        }
    }

    private List<String> asked(String name) throws IOException {
        Process getent;
        try {
            getent = new ProcessBuilder("getent", database, name)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException thereIsNone) {
            return List.of();
        }
        getent.getOutputStream().close();
        try {
            if (getent.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return List.of(new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n"));
            }
            throw new IOException("getent did not answer within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            getent.destroyForcibly();
        }
    }
}
