package dev.patchbay.command.line;

import dev.patchbay.command.exit.CommandFailure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.AmbiguousOptionException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The arguments of one command, checked against its declaration. */
public final class Arguments {

    private final CommandLine line;
    private final List<String> operands;
    private final Path home;

    private Arguments(CommandLine line, Path home) {
        this.line = line;
        this.operands = line.getArgList();
        this.home = home;
    }

    /**
     * Parses the arguments after the name of the command. Operands and options may come in any order; what follows {@code --} is
     * an operand.
     *
     * @param defaultHome the home if no argument names one
     * @throws CommandFailure if an argument is wrong; the message names it
     */
    public static Arguments parse(Declaration declaration, List<String> arguments, Path defaultHome)
            throws CommandFailure {
        CommandLine line;
        try {
            line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options(declaration), arguments.toArray(new String[0]));
        } catch (ParseException e) {
            throw usage(declaration, reason(e));
        }
        Arguments parsed = new Arguments(line, home(declaration, line, defaultHome));
        if (!parsed.has(Flag.HELP)) {
            parsed.requireOperands(declaration);
        }
        return parsed;
    }

    private static Options options(Declaration declaration) {
        Options options = new Options();
        for (Flag flag : declaration.flags()) {
            options.addOption(Option.builder(flag.letter().isEmpty() ? null : flag.letter())
                    .longOpt(flag.name())
                    .hasArg(flag.value() != null)
                    .optionalArg(flag.value() != null && flag.value().isOptional())
                    .get());
        }
        return options;
    }

    private static String reason(ParseException failure) {
        if (failure instanceof MissingArgumentException missing) {
            return "--" + missing.getOption().getLongOpt() + " needs a value";
        }
        if (failure instanceof UnrecognizedOptionException unknown && !(failure instanceof AmbiguousOptionException)) {
            String option = unknown.getOption();
            boolean number = option.length() > 1 && Character.isDigit(option.charAt(1));
            return "unknown option '" + option + "'" + (number ? "; if it is a value, write -- before it" : "");
        }
        return failure.getMessage();
    }

    private static Path home(Declaration declaration, CommandLine line, Path defaultHome) throws CommandFailure {
        String value = line.getOptionValue(Flag.HOME.name());
        if (value == null) {
            return defaultHome;
        }
        if (value.isBlank()) {
            throw usage(declaration, "--home needs a directory");
        }
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw usage(declaration, "--home '" + value + "' is not a path: " + e.getReason());
        }
    }

    private void requireOperands(Declaration declaration) throws CommandFailure {
        int given = operands.size();
        if (given < declaration.least()) {
            throw usage(declaration, declaration.operands().get(given).name() + " is missing");
        }
        if (given > declaration.most()) {
            throw usage(declaration, "unknown argument '" + operands.get(declaration.most()) + "'");
        }
        for (int i = 0; i < Math.min(given, declaration.operands().size()); i++) {
            Operand operand = declaration.operands().get(i);
            if (operands.get(i).isBlank() && operand.isName()) {
                throw usage(declaration, operand.name() + " is empty");
            }
        }
    }

    /** Returns a failure that names the help of the command. */
    public static CommandFailure usage(Declaration declaration, String what) {
        return CommandFailure.usage(what + "; try 'patchbay " + declaration.name() + " --help'");
    }

    /** Returns the absolute path of the home. */
    public Path home() {
        return home;
    }

    /** Returns whether an option is there. */
    public boolean has(Flag flag) {
        return line.hasOption(flag.name());
    }

    /** Returns the value of an option, or null if it is not there. */
    public String value(Flag flag) {
        return line.getOptionValue(flag.name());
    }

    /** Returns the values of an option that may be repeated. */
    public List<String> values(Flag flag) {
        String[] values = line.getOptionValues(flag.name());
        return values == null ? List.of() : List.of(values);
    }

    /** Returns the operands. */
    public List<String> operands() {
        return operands;
    }

    /** Returns an operand, or null if there are fewer. */
    public String operand(int index) {
        return index < operands.size() ? operands.get(index) : null;
    }
}
