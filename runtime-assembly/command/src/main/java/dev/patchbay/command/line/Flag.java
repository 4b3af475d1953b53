package dev.patchbay.command.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An option of a command.
 *
 * @param letter      the letter of its short form; empty if there is none
 * @param name        the name after the two hyphens
 * @param value       the value that it takes; null if it takes none
 * @param description what it does, for people to read
 */
public record Flag(String letter, String name, Operand value, String description) {

    /** The option that names the home. */
    public static final Flag HOME = new Flag(
            "",
            "home",
            new Operand("DIR", Operand.Kind.FOLDER, ""),
            "the home of the Patchbay to talk to. Default: the folder of the distribution");

    /** The option that prints the result as it came. */
    public static final Flag JSON = new Flag("", "json", null, "print the result as JSON, for scripts");

    /** The option that prints the help. */
    public static final Flag HELP = new Flag("h", "help", null, "show this help");

    /** Returns the options of a command: its own, then those that every command has. */
    public static List<Flag> common(Flag... own) {
        List<Flag> all = new ArrayList<>(Arrays.asList(own));
        all.add(HOME);
        all.add(JSON);
        all.add(HELP);
        return all;
    }

    /** Returns the option as it is written, such as {@code --within DURATION}. */
    public String form() {
        String form = letter.isEmpty() ? "--" + name : "-" + letter + ", --" + name;
        return value == null ? form : form + " " + value.name();
    }
}
