package dev.patchbay.command.create;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code patchbay new}: makes a project for a handler or for methods. */
public final class NewCommand implements Command {

    private static final Flag PACKAGE = new Flag(
            "",
            "package",
            Operand.text("PACKAGE"),
            "the Java package, and the group of the artifact; by default com.example.NAME in com.example");

    private static final Flag INTO = new Flag(
            "",
            "into",
            new Operand("DIR", Operand.Kind.FOLDER, ""),
            "the folder of the project; by default NAME in the current folder");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "new",
                "make a project for a handler or for methods",
                List.of(
                        "handler NAME [--package PACKAGE] [--into DIR]",
                        "methods NAME [--package PACKAGE] [--into DIR]"),
                List.of(Operand.word("WHAT", "handler methods"), Operand.text("NAME")),
                2,
                2,
                Flag.common(PACKAGE, INTO),
                List.of(
                        "Makes a Maven project from the templates of the distribution, with NAME in all places: artifact, jar, class, and "
                                + "the handler with the configuration of its server, or the scope of the methods. Nothing is "
                                + "overwritten. The commands that are printed build it and put it into the home.",
                        "The project needs the API of Patchbay in a repository that Maven knows; 'mvn install' in a checkout of the "
                                + "sources puts it into yours."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        Template template = Template.named(arguments.operand(0));
        if (template == null) {
            throw Arguments.usage(declaration(), "'" + arguments.operand(0) + "' is neither handler nor methods");
        }
        Names names;
        try {
            names = Names.of(arguments.operand(1), arguments.value(PACKAGE));
            template.requireFree(names);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(e.getMessage());
        }
        Path folder = folder(arguments, names);
        List<Path> files = make(template, folder, names);
        if (arguments.has(Flag.JSON)) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("folder", folder.toString());
            json.put("class", names.packageName() + "." + template.className(names));
            json.put("files", files.stream().map(Path::toString).toList());
            output.json(json);
            return;
        }
        output.line(folder + " has the class " + names.packageName() + "." + template.className(names) + ". Next:");
        for (String command : next(template, folder, names, arguments.home())) {
            output.line("  " + command);
        }
    }

    private Path folder(Arguments arguments, Names names) throws CommandFailure {
        String into = arguments.value(INTO);
        try {
            return Path.of(into == null ? names.name() : into).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw Arguments.usage(declaration(), "--into '" + into + "' is not a path: " + e.getReason());
        }
    }

    private static List<Path> make(Template template, Path folder, Names names) throws CommandFailure {
        Path templates =
                Path.of(System.getProperty("patchbay.distribution", "")).resolve("templates");
        if (!Files.isDirectory(templates)) {
            throw new CommandFailure(
                    ExitStatus.FAILED, "the distribution has no folder " + templates + "; unpack it again");
        }
        try {
            return template.copy(templates, folder, names);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    e.getMessage()
                            + " exists and is not empty; nothing was written. Choose another folder with --into");
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAILED, folder + " cannot be made: " + e);
        }
    }

    private static List<String> next(Template template, Path folder, Names names, Path home) {
        String jar = folder.resolve("target").resolve(names.name() + ".jar").toString();
        String build = "mvn -q -f " + quoted(folder.toString()) + " package";
        String install = "cp " + quoted(jar) + " " + quoted(home.resolve("plugins") + "/");
        String third = template == Template.METHODS
                ? "patchbay call json " + names.name() + ".greet you"
                : "cp " + quoted(folder.resolve(names.name() + ".cfg").toString()) + " "
                        + quoted(home.resolve("conf/dev.patchbay.server~" + names.name() + ".cfg")
                                .toString());
        return List.of(build, install, third);
    }

    /** Returns a word that a shell takes as it is. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./~:@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
