package dev.patchbay.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Turns the names of users and groups into numbers. Finds the accounts in the system's own files, and all others that {@code
 * getent(1)} knows, such as those of a directory service. A name may have any characters but commas, colons and control
 * characters, such as {@code domain users} and {@code DOM\\users}. May be called from any thread; may wait for {@code getent}, but
 * not longer than that has time for a whole list.
 */
final class Accounts {

    static final Accounts USERS = new Accounts("passwd", "user", Path.of("/etc/passwd"), Getent.OF_SYSTEM);
    static final Accounts GROUPS = new Accounts("group", "group", Path.of("/etc/group"), Getent.OF_SYSTEM);

    /** The greatest number of a user or group: the next is (uid_t) -1, which stands for none. */
    private static final long LARGEST_ID = 0xFFFF_FFFEL;

    /** The place of the id in {@code name:password:id:...}, the same in passwd(5) and group(5). */
    private static final int ID_FIELD = 2;

    private final String database;
    private final String kind;
    private final Path file;
    private final Getent getent;

    /**
     * Creates accounts.
     *
     * @param database the name of the database in {@code getent}
     * @param kind     what an account is called in messages
     * @param file     the system's own file
     */
    Accounts(String database, String kind, Path file, Getent getent) {
        this.database = database;
        this.kind = kind;
        this.file = file;
        this.getent = getent;
    }

    /** Reads a list of users, names or numbers, separated by commas. */
    static Set<Long> users(String text) {
        return USERS.ids(text);
    }

    /** Reads a list of groups, in the same form. */
    static Set<Long> groups(String text) {
        return GROUPS.ids(text);
    }

    /** Reads a list of names or numbers, separated by commas. */
    Set<Long> ids(String text) {
        Getent.Deadline deadline = getent.deadline();
        Set<Long> ids = new TreeSet<>();
        for (String item : text.split(",")) {
            String name = item.strip();
            if (!name.isEmpty()) {
                ids.add(find(name, deadline)
                        .orElseThrow(() -> new IllegalArgumentException("names the " + kind + " " + name
                                + ", which does not exist; write names or numbers, separated by commas")));
            }
        }
        // A list of commas alone must not be taken for an empty list, which admits every client.
        if (ids.isEmpty() && !text.isBlank()) {
            throw new IllegalArgumentException(
                    "names no " + kind + "; write names or numbers, or leave out the key to admit every client");
        }
        return ids;
    }

    /**
     * Returns the number of an account. Digits are a number, which need not have an account; anything else is a name.
     *
     * @return empty if there is no account of that name
     * @throws IllegalArgumentException if it cannot be looked up, or is a number that no account can have
     */
    OptionalLong find(String nameOrNumber) {
        return find(nameOrNumber, getent.deadline());
    }

    private OptionalLong find(String name, Getent.Deadline deadline) {
        if (name.matches("[0-9]{1,10}")) {
            return OptionalLong.of(number(name));
        }
        if (!isName(name)) {
            return OptionalLong.empty();
        }
        OptionalLong own = first(ownLines().filter(line -> line.startsWith(name + ":")));
        return own.isPresent() ? own : asked(name, deadline);
    }

    /** Returns whether an account can have this name. {@code getent} takes a sign for that of an option or a number. */
    private static boolean isName(String name) {
        return !name.matches("[-+].*|[0-9]+") && name.chars().noneMatch(c -> c == ':' || Character.isISOControl(c));
    }

    /** Returns the lines of the system's file; none if it cannot be read, because {@code getent} may know more. */
    private Stream<String> ownLines() {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private OptionalLong asked(String name, Getent.Deadline deadline) {
        List<String> lines;
        try {
            lines = getent.ask(database, name, deadline).lines().toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "names the " + kind + " " + name + ", which cannot be looked up: " + e.getMessage()
                            + "; write its number",
                    e);
        }
        // A directory service may write the name in another way: with the domain, or in lower case.
        return lines.size() == 1
                ? first(lines.stream())
                : first(lines.stream().filter(line -> line.startsWith(name + ":")));
    }

    private OptionalLong first(Stream<String> lines) {
        return lines.map(line -> line.split(":", -1))
                .filter(fields -> fields.length > ID_FIELD && fields[ID_FIELD].matches("[0-9]{1,10}"))
                .mapToLong(fields -> number(fields[ID_FIELD]))
                .findFirst();
    }

    private long number(String digits) {
        long id = Long.parseLong(digits);
        if (id > LARGEST_ID) {
            throw new IllegalArgumentException(
                    "names " + digits + ", which is not a " + kind + "; write a number from 0 to " + LARGEST_ID);
        }
        return id;
    }
}
