package dev.patchbay.command.create;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names in a project, checked.
 *
 * @param name        the name of the artifact, the jar, and the handler or the scope: {@code my-handler}
 * @param packageName the Java package
 * @param groupId     the group of the artifact
 */
record Names(String name, String packageName, String groupId) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST = 64;

    private static final String EXAMPLE = "com.example";

    private static final Set<String> WORDS = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum extends final "
                            + "finally float for goto if implements import instanceof int interface long native new package "
                            + "private protected public return short static strictfp super switch synchronized this throw "
                            + "throws transient try void volatile while true false null _")
                    .split(" "));

    /**
     * Checks names.
     *
     * @param packageName the package; null for one that is made of the name
     * @throws IllegalArgumentException if one of them cannot be used; the message says why
     */
    static Names of(String name, String packageName) {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a name; write lower case letters, digits and single hyphens, "
                            + "beginning with a letter, at most " + LONGEST + ", such as my-handler");
        }
        String used = packageName == null ? EXAMPLE + "." + name.replace("-", "") : packageName;
        for (String part : used.split("\\.", -1)) {
            if (WORDS.contains(part)) {
                throw new IllegalArgumentException("'" + part + "' is a word of the Java language, so " + used
                        + " is not a package; give another one with --package");
            }
            if (!isIdentifier(part)) {
                throw new IllegalArgumentException(
                        "'" + used + "' is not a package; write Java names with dots between them, such as com.acme");
            }
        }
        if (used.equals("java") || used.startsWith("java.") || used.startsWith("dev.patchbay.")) {
            throw new IllegalArgumentException(
                    "the package " + used + " belongs to others; give another one with --package");
        }
        return new Names(name, used, packageName == null ? EXAMPLE : packageName);
    }

    private static boolean isIdentifier(String part) {
        return !part.isEmpty()
                && Character.isJavaIdentifierStart(part.codePointAt(0))
                && part.codePoints().allMatch(Character::isJavaIdentifierPart)
                && part.codePoints().noneMatch(Character::isIdentifierIgnorable);
    }

    /** Returns the name as that of a class: {@code MyHandler}. */
    String className() {
        StringBuilder type = new StringBuilder();
        for (String part : name.split("-")) {
            type.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
        }
        return type.toString();
    }
}
