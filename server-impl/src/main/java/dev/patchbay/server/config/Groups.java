package dev.patchbay.server.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** The groups of this machine. */
final class Groups {

    private Groups() {}

    /** Finds a group by its name, or else by its number, which need not have a name; null for an empty text. */
    static GroupPrincipal find(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            // The JDK's look-up takes for a number whatever Integer.parseInt takes: signs, and the digits of every
            // script.
            if (!text.matches("[+-].*") && !text.matches("(?=.*[^0-9])\\p{Nd}+")) {
                return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(text);
            }
        } catch (UserPrincipalNotFoundException e) {
            throw new IllegalArgumentException(unknown(), e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("cannot be looked up: " + e.getMessage() + "; write its number", e);
        }
        throw new IllegalArgumentException(unknown());
    }

    private static String unknown() {
        return "is not a group of this machine; create it, or write the name or number of one that exists";
    }
}
