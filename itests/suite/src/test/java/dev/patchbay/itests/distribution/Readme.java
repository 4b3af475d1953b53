package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A section of the README, of which tests do what it says. */
public final class Readme {

    /** Where the README is, and what it calls the checkout. */
    public static final Path CHECKOUT = Path.of(System.getProperty("patchbay.checkout"));

    private final String section;

    /** Finds the section with this title. */
    public Readme(String title) throws IOException {
        String all = Files.readString(CHECKOUT.resolve("README.md"));
        int begin = all.indexOf("\n## " + title + "\n");
        if (begin < 0) {
            throw new AssertionError("the README has no section " + title);
        }
        int end = all.indexOf("\n## ", begin + 1);
        section = all.substring(begin, end < 0 ? all.length() : end);
    }

    /** Returns the blocks of code in this language, which may be empty. */
    public List<String> blocks(String language) {
        return Pattern.compile("(?sm)^```" + language + "\n(.*?)^```$")
                .matcher(section)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
