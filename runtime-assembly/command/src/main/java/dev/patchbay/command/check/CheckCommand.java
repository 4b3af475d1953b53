package dev.patchbay.command.check;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import java.util.List;

/** {@code patchbay check}: whether the servers of a home would start. */
public final class CheckCommand implements Command {

    private static final Flag UNSAFE = new Flag(
            "",
            "allow-unsafe-files",
            null,
            "as for run: files that another user can write to are noted, and no problem");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "check",
                "check whether the servers would start, without a start",
                List.of(""),
                List.of(),
                0,
                0,
                Flag.common(UNSAFE),
                List.of(
                        "Reads the home as 'patchbay run' would, by the same rules, starts nothing and changes nothing. It may be used "
                                + "before a start and beside a Patchbay that runs. Checked are the home and its folders, each file in "
                                + "conf/, the socket of each server, and the files in plugins/.",
                        "Each line is OK, a PROBLEM with what to do, or a NOTE: something that may be meant so, or that only a start "
                                + "can find out. The exit status is 1 if there is a PROBLEM. Run it as the user that runs Patchbay."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        Findings findings = new Findings();
        new HomeCheck(arguments.home(), findings).run(arguments.has(UNSAFE));
        if (arguments.has(Flag.JSON)) {
            output.json(findings.json());
        } else {
            findings.print(output);
        }
        long problems = findings.problems();
        if (problems > 0) {
            throw new CommandFailure(
                    ExitStatus.FAILED, problems == 1 ? "there is 1 problem" : "there are " + problems + " problems");
        }
    }
}
