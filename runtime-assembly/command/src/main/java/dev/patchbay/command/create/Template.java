package dev.patchbay.command.create;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A template of the distribution, and what it is called by. */
enum Template {
    /** A handler with its server. */
    HANDLER("handler", "shout", "Shout", "Handler", Set.of("control", "echo", "http", "json", "mcp")),

    /** Methods for JSON-RPC. */
    METHODS("methods", "greeting", "Greeting", "", Set.of("patchbay", "rpc"));

    /** What the source of the template imports, and a class of its own must not be called. */
    private static final Set<String> IMPORTED = Set.of("Component", "Description", "JsonRpcFunctions", "Param");

    private final String folder;
    private final String name;
    private final String type;
    private final String ending;
    private final Set<String> taken;

    Template(String folder, String name, String type, String ending, Set<String> taken) {
        this.folder = folder;
        this.name = name;
        this.type = type;
        this.ending = ending;
        this.taken = taken;
    }

    /** Returns the template that a command line names; null if there is none. */
    static Template named(String word) {
        for (Template template : values()) {
            if (template.folder.equals(word)) {
                return template;
            }
        }
        return null;
    }

    /** Returns the name of the class that a project has. */
    String className(Names names) {
        return names.className() + ending;
    }

    /**
     * Checks that a project may have this name.
     *
     * @throws IllegalArgumentException if it belongs to the distribution or to Java; the message says so
     */
    void requireFree(Names names) {
        if (taken.contains(names.name())) {
            throw new IllegalArgumentException("the distribution has " + (this == HANDLER ? "a handler " : "methods ")
                    + names.name() + " of its own; choose another name");
        }
        String className = className(names);
        if (IMPORTED.contains(className) || isOfTheLanguage(className)) {
            throw new IllegalArgumentException(
                    "its class would be called " + className + ", as one that it needs; choose another name");
        }
    }

    private static boolean isOfTheLanguage(String className) {
        try {
            Class.forName("java.lang." + className, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Makes a project: the whole folder, or nothing.
     *
     * @param templates the templates of the distribution
     * @param target    the folder of the project, which does not exist or is empty
     * @return the files, relative to the folder, sorted
     * @throws FileAlreadyExistsException if there is something already
     */
    List<Path> copy(Path templates, Path target, Names names) throws IOException {
        requireEmpty(target);
        Files.createDirectories(target.getParent());
        Path unfinished = Files.createTempDirectory(target.getParent(), ".patchbay-new");
        try {
            List<Path> files = copyAll(templates.resolve(folder), unfinished, names);
            Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(templates.resolve(folder)));
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return files;
        } finally {
            delete(unfinished);
        }
    }

    private static void requireEmpty(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            try (Stream<Path> entries = Files.list(target)) {
                if (entries.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(target) || Files.isSymbolicLink(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    private List<Path> copyAll(Path source, Path target, Names names) throws IOException {
        List<Path> copied = new ArrayList<>();
        Map<String, String> words = words(names);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path copy = Path.of(renamed(source.relativize(file).toString(), words));
                Path place = target.resolve(copy);
                Files.createDirectories(place.getParent());
                Files.writeString(place, renamed(Files.readString(file), words));
                copied.add(copy);
            }
        }
        return copied;
    }

    /** Returns what is replaced by what, in the order in which it has to be. */
    private Map<String, String> words(Names names) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("com/example/" + name, names.packageName().replace('.', '/'));
        words.put("com.example." + name, names.packageName());
        words.put("<groupId>com.example<", "<groupId>" + names.groupId() + "<");
        words.put("<artifactId>" + name + "<", "<artifactId>" + names.name() + "<");
        words.put("<finalName>" + name + "<", "<finalName>" + names.name() + "<");
        words.put(type + ending, className(names));
        words.put("\"" + name + "\"", "\"" + names.name() + "\"");
        words.put(name + ".greet}", names.name() + ".greet}");
        words.put(name + ".cfg", names.name() + ".cfg");
        words.put(name + ".sock", names.name() + ".sock");
        words.put("handler.name=" + name, "handler.name=" + names.name());
        words.put("handler = " + name, "handler = " + names.name());
        return words;
    }

    private static String renamed(String text, Map<String, String> words) {
        String renamed = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            renamed = renamed.replace(word.getKey(), word.getValue());
        }
        return renamed;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
