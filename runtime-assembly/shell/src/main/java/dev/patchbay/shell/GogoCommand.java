package dev.patchbay.shell;

import dev.patchbay.command.Commands;
import dev.patchbay.command.Main;
import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/**
 * A command of {@code bin/patchbay} as a Gogo command, which runs against the control socket of this process. It prints to the
 * output of the shell, or of the pipe that it is part of. It may be used by several sessions at a time.
 */
final class GogoCommand implements Function {

    /** The commands that need the terminal or the files of the process that calls them. */
    private static final Set<String> FOR_PROCESSES = Set.of("run", "bench", "check", "page", "top", "shell", "new");

    private final String name;
    private final ControlSocket socket;

    GogoCommand(String name, ControlSocket socket) {
        this.name = name;
        this.socket = socket;
    }

    /** Returns the names of the commands that a shell can have. */
    static List<String> names() {
        return Commands.names().stream()
                .filter(name -> !FOR_PROCESSES.contains(name))
                .toList();
    }

    /**
     * Runs the command. Everything that it says is printed, so there is no result.
     *
     * @throws CommandFailure if it cannot do what it was told, with the message that {@code bin/patchbay} prints
     */
    @Override
    public Object execute(CommandSession session, List<Object> arguments) throws CommandFailure {
        List<String> words = new ArrayList<>();
        words.add(name);
        arguments.forEach(argument -> words.add(String.valueOf(argument)));
        Output output = new Output(System.out, Screen.of(session));
        try {
            Main.execute(words, socket.find(), output);
        } finally {
            output.flush();
        }
        return null;
    }
}
