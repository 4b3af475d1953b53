package dev.patchbay.server.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the groups of this machine for the file system. May be called from any thread; may wait for a directory service, but not
 * without end.
 */
final class Groups {

    private Groups() {}

    /** Returns the group of that name or number, which need not have a name; null for an empty text. */
    static GroupPrincipal find(String text) {
        if (text.isEmpty()) {
            return null;
        }
        // First, because its time is limited. If it answers, the system's look-up, which the JDK uses, does so too.
        OptionalLong id = Accounts.GROUPS.find(text);
        try {
            Optional<GroupPrincipal> named = named(text);
            if (id.isEmpty()) {
                return named.orElseThrow(() -> new IllegalArgumentException(
                        "is not a group of this machine; create it, or write the name or number of one that exists"));
            }
            // Digits are a number, also if there is a group with these digits as its name.
            GroupPrincipal numbered = numbered((int) id.getAsLong());
            return named.filter(numbered::equals).orElse(numbered);
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("cannot be looked up: " + e.getMessage() + "; write its number", e);
        }
    }

    /** Returns the name of a group, or its number if it was found by that. */
    static String name(GroupPrincipal group) {
        String name = group.getName();
        return name.matches("-[0-9]+|0[0-9]+") ? Integer.toUnsignedString(Integer.parseInt(name)) : name;
    }

    private static Optional<GroupPrincipal> named(String text) throws IOException {
        // The JDK reads numbers with Integer.parseInt, which accepts signs and the digits of every script.
        if (text.matches("[+-].*") || text.matches("(?=.*[^0-9])\\p{Nd}+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(lookUp(text));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Returns the group of a number, which the JDK has as a signed one. A zero in front makes it no name. */
    private static GroupPrincipal numbered(int id) throws IOException {
        return lookUp(id < 0 ? Integer.toString(id) : "0" + id);
    }

    private static GroupPrincipal lookUp(String text) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(text);
    }
}
