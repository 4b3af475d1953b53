package dev.patchbay.command.line;

/**
 * A value that an operand or an option takes.
 *
 * @param name what the help calls it, such as {@code SERVER}
 * @param kind what it is, which decides how a shell completes it
 * @param words the words that it may be, separated by blanks; empty unless it is {@link Kind#WORD}
 */
public record Operand(String name, Kind kind, String words) {

    /** What a value is. */
    public enum Kind {
        /** The name of a server. */
        SERVER,
        /** A file or the name of a server. */
        SOCKET,
        /** The file of a plugin. */
        PLUGIN,
        /** A folder. */
        FOLDER,
        /** One of some words. */
        WORD,
        /** Anything else. */
        TEXT
    }

    /** Returns a value that may be left out, which its name shows: {@code [N]}. */
    public static Operand optional(String name) {
        return text("[" + name + "]");
    }

    /** Returns whether the value may be left out. */
    public boolean isOptional() {
        return name.startsWith("[");
    }

    /** Returns whether the value names something, so that it cannot be empty. */
    public boolean isName() {
        return kind == Kind.SERVER || kind == Kind.PLUGIN || kind == Kind.SOCKET;
    }

    /** Returns a value that a shell cannot complete. */
    public static Operand text(String name) {
        return new Operand(name, Kind.TEXT, "");
    }

    /** Returns the name of a server. */
    public static Operand server() {
        return new Operand("SERVER", Kind.SERVER, "");
    }

    /** Returns one of some words, which are separated by blanks. */
    public static Operand word(String name, String words) {
        return new Operand(name, Kind.WORD, words);
    }
}
