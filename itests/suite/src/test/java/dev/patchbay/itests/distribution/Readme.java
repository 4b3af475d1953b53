package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A section of a page of the documentation. Tests execute the commands and compile the code in it. */
public final class Readme {

    /** The top folder of the checkout. */
    public static final Path CHECKOUT = Path.of(System.getProperty("patchbay.checkout"));

    private final String section;

    /**
     * Reads a section.
     *
     * @param page  the path of the page in the checkout
     * @param title the title of the section
     */
    public Readme(String page, String title) throws IOException {
        String all = Files.readString(CHECKOUT.resolve(page));
        int begin = all.indexOf("\n## " + title + "\n");
        if (begin < 0) {
            throw new AssertionError(page + " has no section \"" + title + "\"");
        }
        int end = all.indexOf("\n## ", begin + 1);
        section = all.substring(begin, end < 0 ? all.length() : end);
    }

    /** Returns the code blocks of the section that are marked with this language, or with none if it is empty. */
    public List<String> blocks(String language) {
        return Pattern.compile("(?sm)^```" + language + "\n(.*?)^```$")
                .matcher(section)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
