package dev.patchbay.command.generate;

import dev.patchbay.command.Commands;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.line.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the completion for bash and zsh and the man page. The build runs it; the same declarations give the same bytes. */
public final class Share {

    private Share() {}

    /** Writes the files below the folder that the argument names. */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]);
        List<Declaration> commands = declarations();
        write(share.resolve("bash-completion/completions/patchbay"), BashCompletion.of(commands));
        write(share.resolve("zsh/site-functions/_patchbay"), ZshCompletion.of(commands));
        write(share.resolve("man/man1/patchbay.1"), ManPage.of(commands));
    }

    /** Returns the declarations of all commands, {@code run} first. */
    static List<Declaration> declarations() {
        List<Declaration> declarations = new ArrayList<>();
        declarations.add(RunCommandLine.declaration());
        for (Command command : Commands.all()) {
            declarations.add(command.declaration());
        }
        return declarations;
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
