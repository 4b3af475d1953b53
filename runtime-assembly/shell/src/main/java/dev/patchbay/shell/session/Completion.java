package dev.patchbay.shell.session;

import dev.patchbay.command.Commands;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes the names of commands, and what those of Patchbay take. Used by the thread of one shell. */
final class Completion implements Completer {

    private static final String SCOPE = "patchbay:";

    private final CommandSession session;
    private final Supplier<Set<String>> servers;

    Completion(CommandSession session, Supplier<Set<String>> servers) {
        this.session = session;
        this.servers = servers;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        Set<String> words = new TreeSet<>();
        if (line.wordIndex() == 0) {
            addCommands(line.word(), words);
        } else {
            String name = line.words().get(0);
            Command command = Commands.named(name.startsWith(SCOPE) ? name.substring(SCOPE.length()) : name);
            if (command != null) {
                addArguments(command.declaration(), line, words);
            }
        }
        words.forEach(word -> candidates.add(new Candidate(word)));
    }

    /** Commands have a scope, which may be left out. */
    private void addCommands(String begun, Set<String> words) {
        if (session.get(".commands") instanceof Iterable<?> commands) {
            for (Object command : commands) {
                String scoped = command.toString();
                words.add(begun.indexOf(':') >= 0 ? scoped : scoped.substring(scoped.indexOf(':') + 1));
                words.add(scoped);
            }
        }
    }

    private void addArguments(Declaration declaration, ParsedLine line, Set<String> words) {
        if (line.word().startsWith("-")) {
            declaration.flags().stream()
                    .map(Flag::name)
                    .map(name -> "--" + name)
                    .forEach(words::add);
            return;
        }
        List<Operand> operands = declaration.operands();
        long before = line.words().subList(1, line.wordIndex()).stream()
                .filter(word -> !word.startsWith("-"))
                .count();
        if (operands.isEmpty() || before >= declaration.most()) {
            return;
        }
        Operand operand = operands.get((int) Math.min(before, operands.size() - 1));
        switch (operand.kind()) {
            case SERVER, SOCKET -> words.addAll(servers.get());
            case WORD -> words.addAll(List.of(operand.words().split(" ")));
            default -> {
                return;
            }
        }
    }
}
