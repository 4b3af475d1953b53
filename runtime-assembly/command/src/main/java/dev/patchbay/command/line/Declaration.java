package dev.patchbay.command.line;

import java.util.List;

/**
 * What a command is called, what it takes and what it does. The parser, the help, the completion and the man page are all made
 * from it.
 *
 * @param name        the name of the command
 * @param summary     one line for a list of commands
 * @param usages      the forms of the command line after the name, without options that all commands have
 * @param operands    the operands in their order; the last one may be repeated if {@code most} is higher than their number
 * @param least       the least number of operands
 * @param most        the highest number of operands
 * @param flags       the options
 * @param description paragraphs that say what it does; lines that begin with two blanks are kept as they are
 */
public record Declaration(
        String name,
        String summary,
        List<String> usages,
        List<Operand> operands,
        int least,
        int most,
        List<Flag> flags,
        List<String> description) {}
