package dev.patchbay.handler.json.mcp;

import java.util.Arrays;
import java.util.List;

/** The revisions of the protocol that are spoken, the oldest first. */
enum Revision {
    /** With a handshake. */
    SUMMER_2025("2025-06-18", true, false),
    /** With a handshake. */
    AUTUMN_2025("2025-11-25", true, true),
    /** Stateless: each request says which revision it is in. */
    STATELESS("2026-07-28", false, true);

    private final String version;
    private final boolean handshake;
    private final boolean telling;

    Revision(String version, boolean handshake, boolean telling) {
        this.version = version;
        this.handshake = handshake;
        this.telling = telling;
    }

    /** Returns the revision with that version; null if it is not spoken. */
    static Revision of(String version) {
        return Arrays.stream(values())
                .filter(revision -> revision.version.equals(version))
                .findFirst()
                .orElse(null);
    }

    /** Returns the revision that answers a handshake: the one that is asked for, or the newest that has a handshake. */
    static Revision negotiate(String version) {
        Revision asked = of(version);
        return asked != null && asked.handshake ? asked : AUTUMN_2025;
    }

    /** Returns all versions, the newest first. */
    static List<String> versions() {
        return List.of(STATELESS.version, AUTUMN_2025.version, SUMMER_2025.version);
    }

    String version() {
        return version;
    }

    boolean hasHandshake() {
        return handshake;
    }

    /** Returns whether the model is told of arguments that do not fit, by an error of the tool, and not the client only. */
    boolean tellsModelOfArguments() {
        return telling;
    }
}
