package dev.patchbay.server.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Finds the groups of this machine. May be called from any thread; may wait for a directory service. */
final class Groups {

    private Groups() {}

    /** Returns the group of that name or number, which need not have a name; null for an empty text. */
    static GroupPrincipal find(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            // The JDK's look-up reads numbers with Integer.parseInt, which accepts signs and the digits of every
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
