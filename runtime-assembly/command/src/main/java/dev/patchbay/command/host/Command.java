package dev.patchbay.command.host;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;

/** A command of {@code bin/patchbay}. Each instance runs at most once, on the main thread. */
public interface Command {

    /** Returns the name, operands, options and description of the command. */
    Declaration declaration();

    /**
     * Runs the command. What a script may want to read goes to the output; everything else is the message of a failure.
     *
     * @throws CommandFailure if the command cannot do what it was told
     */
    void run(Arguments arguments, Output output) throws CommandFailure;
}
