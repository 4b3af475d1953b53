package dev.patchbay.server.plugins;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the name of a file says about it. Files that are hidden, unfinished or set aside are no attempt at a plugin, and nobody wants
 * to read about them.
 *
 * @param type   what to do with the file
 * @param advice what to do with a file that is in the wrong form; empty for the other types
 */
record FileKind(Type type, String advice) {

    /** What to do with a file. */
    enum Type {
        /** Leave it alone, without a word. */
        IGNORED,
        /** Install it. */
        JAR,
        /** Report it: it was meant to be a plugin. */
        WRONG_FORM,
        /** Look inside: the name says nothing. */
        UNKNOWN
    }

    private static final FileKind IGNORED = new FileKind(Type.IGNORED, "");
    private static final FileKind JAR = new FileKind(Type.JAR, "");
    private static final FileKind UNKNOWN = new FileKind(Type.UNKNOWN, "");

    private static final List<String> SET_ASIDE = List.of(
            "~",
            "#",
            ".part",
            ".partial",
            ".filepart",
            ".crdownload",
            ".download",
            ".tmp",
            ".temp",
            ".swp",
            ".swo",
            ".swx",
            ".bak",
            ".backup",
            ".old",
            ".orig",
            ".save",
            ".disabled",
            ".off",
            ".lock",
            ".new",
            ".rpmnew",
            ".rpmsave");

    private static final String AN_ARCHIVE = "it is an archive; put the jar that is in it here";

    private static final Map<String, String> WRONG = Map.ofEntries(
            Map.entry(
                    ".zip",
                    "a plugin is a jar; if it is one, give it a name that ends in .jar, else take the jar out of it"),
            Map.entry(".war", "it is a web application; a plugin is a jar"),
            Map.entry(".ear", "it is an enterprise application; a plugin is a jar"),
            Map.entry(".kar", "it is an archive of Karaf; put the bundles that are in it here"),
            Map.entry(".esa", "it is a subsystem; put the bundles that are in it here"),
            Map.entry(".jmod", "it is a module for linking; put the jar of the module here"),
            Map.entry(".class", "it is a class; pack it into a jar"),
            Map.entry(".java", "it is source code; compile it and pack it into a jar"),
            Map.entry(".cfg", "it is a configuration; move it to conf/"),
            Map.entry(".config", "it is a configuration; move it to conf/"),
            Map.entry(".tar", AN_ARCHIVE),
            Map.entry(".tgz", AN_ARCHIVE),
            Map.entry(".gz", AN_ARCHIVE),
            Map.entry(".xz", AN_ARCHIVE),
            Map.entry(".7z", AN_ARCHIVE));

    /** Returns what a file of this name is. */
    static FileKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.startsWith(".") || SET_ASIDE.stream().anyMatch(lower::endsWith)) {
            return IGNORED;
        }
        int dot = lower.lastIndexOf('.');
        String ending = dot < 0 ? "" : lower.substring(dot);
        if (ending.equals(".jar")) {
            return JAR;
        }
        String advice = WRONG.get(ending);
        return advice == null ? UNKNOWN : new FileKind(Type.WRONG_FORM, advice);
    }
}
